import { setTimeout as pause } from 'node:timers/promises';
import { GatewayRefusal, patiently, type Speaker } from '@chancery/circuit';
import type { AccessMark } from '@chancery/domain';
import { inputOf } from '../../kit/builders.ts';
import type { TestCircuit } from '../../kit/circuit.ts';
import { putFile, sha256Of } from '../../kit/files.ts';
import { holdDeliveries } from '../../kit/heldDeliveries.ts';
import { atOnce, giveAll } from './give.ts';
import { makerIn, type Parties } from './people.ts';

/** How far a document is brought: each step stands on those before it, but that what is SUBMITTED waits there, and what is HELD back is never delivered. */
const steps = ['DRAFT', 'SUBMITTED', 'SIGNED', 'REGISTERED', 'HELD', 'DELIVERED', 'RECEIVED', 'RESOLVED'] as const;
export type Step = (typeof steps)[number];

/** A document that is wanted. */
export interface Wanted {
  readonly access: AccessMark;
  readonly until: Step;
  readonly documentDate?: string;
  /** Whom its resolution names; the recipient's maker when left out. */
  readonly executor?: string;
}

/** A document as it was made. */
export interface Made {
  readonly id: string;
  readonly consignmentId: string | null;
  readonly dispatchId: string | null;
}

/** What the content says, where it can be read. */
export const secret = 'What only some may read.';

/** What every document carries, and under which name. */
const annexBytes = Buffer.from('An annex that only some may read.');
export const annex = { name: 'Annex.txt', sha256: sha256Of(annexBytes) };

/** Makes many documents at once, each with its annex and as far as it is wanted. */
export async function makeDocuments(circuit: TestCircuit, parties: Parties, wanted: readonly Wanted[]): Promise<readonly Made[]> {
  const { author, recipient, kind } = parties;
  const give = <Payload>(by: Speaker, name: string, inputs: readonly object[], selection: string) =>
    giveAll<Payload>(circuit, by, name, inputs, selection);
  const [writer, receiver] = [makerIn(author), makerIn(recipient)];
  const field = kind === 'LegalOpinion' ? 'question' : 'body';
  const drafts = wanted.map(({ access, documentDate = '1980-05-05' }) => inputOf[kind]?.({ access, documentDate, [field]: secret }) ?? {});
  const ids = (await give<{ document: { id: string } }>(writer, `draft${kind}`, drafts, 'document { id }')).map(
    ({ document }) => document.id,
  );
  const made = wanted.map(({ until, executor }, index) => ({
    until,
    executor: executor ?? receiver.official,
    documentId: ids[index] ?? '',
  }));
  const from = (step: Step) => made.filter(({ until }) => steps.indexOf(until) >= steps.indexOf(step));
  const named = (some: readonly { readonly documentId: string }[]) => some.map(({ documentId }) => ({ documentId }));

  await patiently(() => sendIn(circuit, writer));
  await give(
    writer,
    'attachFile',
    named(made).map((input) => ({ ...input, ...annex })),
    '__typename',
  );
  await give(writer, 'submitDocument', named(made.filter(({ until }) => until === 'SUBMITTED')), '__typename');
  await give(writer, 'signDocument', named(from('SIGNED')), '__typename');
  await give(writer, 'registerDocument', named(from('REGISTERED')), '__typename');
  const send = async (some: readonly { readonly documentId: string }[]) => {
    type Payload = { readonly dispatch: { readonly id: string; readonly consignments: readonly { readonly id: string }[] } };
    const inputs = named(some).map((input) => ({ ...input, to: [recipient] }));
    const sent = await give<Payload>(writer, 'dispatchDocument', inputs, 'dispatch { id consignments { id } }');
    return some.map(({ documentId }, index) => [documentId, sent[index]?.dispatch] as const);
  };
  const held = await holdDeliveries(circuit.databaseUrl('exchange'), recipient);
  const heldBack = await send(made.filter(({ until }) => until === 'HELD')).finally(() => held.end());
  const sent = await send(from('DELIVERED'));
  const dispatches = new Map([...heldBack, ...sent]);
  const consignment = (documentId: string) => dispatches.get(documentId)?.consignments[0]?.id ?? '';
  await delivered(
    circuit,
    writer,
    sent.map(([documentId]) => consignment(documentId)),
  );

  const received = from('RECEIVED').map(({ documentId }) => ({ consignmentId: consignment(documentId) }));
  await give(receiver, 'registerConsignment', received, '__typename');
  const resolutions = from('RESOLVED').map(({ documentId, executor }) => ({
    consignmentId: consignment(documentId),
    executor,
    instruction: 'Answer.',
  }));
  await give(receiver, 'issueResolution', resolutions, '__typename');
  return ids.map((id) => ({ id, consignmentId: consignment(id) || null, dispatchId: dispatches.get(id)?.id ?? null }));
}

async function sendIn(circuit: TestCircuit, by: Speaker): Promise<void> {
  const { status, code = 'INTERNAL', message } = await putFile(circuit, by, annexBytes);
  if (status !== 200) throw new GatewayRefusal(code, message);
}

/** Files documents of their author. */
export const fileAll = (circuit: TestCircuit, { author }: Parties, ids: readonly string[]): Promise<unknown> =>
  giveAll(
    circuit,
    makerIn(author),
    'fileDocument',
    ids.map((documentId) => ({ documentId, caseFile: '04-12' })),
    '__typename',
  );

async function delivered(circuit: TestCircuit, by: Speaker, ids: readonly string[]): Promise<void> {
  const waiting = new Set(ids);
  for (const end = Date.now() + 90_000; waiting.size > 0; await pause(100)) {
    if (Date.now() > end) throw new Error(`${waiting.size} consignments are not delivered.`);
    const some = [...waiting].slice(0, atOnce);
    const head = some.map((_, index) => `$i${index}: ID!`).join(', ');
    const fields = some.map((_, index) => `a${index}: consignment(id: $i${index}) { state }`).join(' ');
    const variables = Object.fromEntries(some.map((id, index) => [`i${index}`, id]));
    const query = `query Wait(${head}) { ${fields} }`;
    const data = await patiently(() => circuit.gateway.read<Record<string, { state: string }>>(query, variables, by));
    for (const [index, id] of some.entries()) if (data[`a${index}`]?.state === 'DELIVERED') waiting.delete(id);
  }
}
