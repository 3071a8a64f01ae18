import { demoCast } from '@chancery/circuit';
import type { SentLetter, TracedExchange } from './tracedExchange.ts';

const registering = 'registerConsignment(input: $input) { incomingNumber }';

/** One whole exchange, from the draft to the case files of both sides; every text in it is a canary. */
export async function wholeExchange(exchange: TracedExchange): Promise<SentLetter> {
  const word = (place: string): string => exchange.canaries.in(place);
  const sent = await exchange.send('FIN');
  await exchange.delivered(sent.consignmentId);
  const { consignmentId, documentId } = sent;
  const seen = 'consignment { state copy { title signatures { name } } resolution { instruction } }';
  await exchange.act('FIN', 'REGISTRAR', 'registerConsignment', { consignmentId }, `incomingNumber ${seen}`);
  const resolution = { executor: demoCast('FIN', 'EXECUTOR').official, instruction: word('instruction'), decision: word('decision') };
  await exchange.act('FIN', 'SIGNATORY', 'issueResolution', { consignmentId, ...resolution }, seen);
  await exchange.act('FIN', 'EXECUTOR', 'reportExecution', { consignmentId, report: word('report') }, seen);
  await exchange.act('FIN', 'REGISTRAR', 'fileConsignment', { consignmentId, caseFile: word('case file') }, seen);
  await exchange.act('JUS', 'REGISTRAR', 'fileDocument', { documentId, caseFile: word('own case file') }, 'document { status title }');
  const looking =
    'query Look($text: String) { documents(filter: { text: $text }) { totalCount edges { node { title author { name } } } } }';
  await exchange.ask('JUS', 'REGISTRAR', looking, { text: word('title') });
  return sent;
}

/** What is refused at the gateway, in a perimeter, for its input, and for not being readable at all. */
export async function refusals(exchange: TracedExchange, { consignmentId }: SentLetter): Promise<void> {
  const word = (place: string): string => exchange.canaries.in(place);
  await exchange.ask('FIN', 'CLERK', `mutation WithoutDuty($input: RegisterConsignmentInput!) { ${registering} }`, {
    input: { consignmentId },
  });
  const again = { consignmentId, requestId: word('request id') };
  await exchange.ask('FIN', 'REGISTRAR', `mutation Again($input: RegisterConsignmentInput!) { ${registering} }`, { input: again });
  const refusing = { reason: 'WRONG_ADDRESSEE', note: word('note'), consignmentId };
  await exchange.act('FIN', 'REGISTRAR', 'refuseConsignment', refusing, 'consignment { state }');
  const literal = `mutation Literal { withdrawDocument(input: { documentId: "${word('id')}", reason: "${word('reason')}" }) { document { id } } }`;
  await exchange.ask('JUS', 'REGISTRAR', literal, {});
  await exchange.ask('JUS', 'REGISTRAR', `query Broken { document(id: "${word('unreadable')}") { title `, {});
}
