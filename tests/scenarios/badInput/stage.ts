import { demoCast, fileConsignment, fileDocument, giveBack, refuseConsignment, reportExecution, withdraw } from '@chancery/circuit';
import { type ConsignmentState, type DocumentStatus, documentStatuses } from '@chancery/domain';
import type { TestCircuit } from '../../kit/circuit.ts';
import { settled as exportSettled, type Of, startExport } from '../../kit/exports.ts';
import { putFile } from '../../kit/files.ts';
import { run } from '../../kit/heldDeliveries.ts';
import { approved, delivered, drafted, received, registered, resolved, signed, submitted, type Travelling } from '../../kit/walks.ts';
import type { Who } from '../../kit/who.ts';
import { type Decisions, setDecisions } from './people.ts';
import { type Sights, setSights } from './sights.ts';
import { undelivered } from './undelivered.ts';

/** Documents and consignments in every state, by id: what bad input is about. */
export interface Stage {
  /** Legal opinions of the Ministry of Justice, sent to nobody. */
  readonly documents: Readonly<Record<DocumentStatus, string>>;
  /** From the Ministry of Justice to the Ministry of Health. */
  readonly consignments: Readonly<Record<ConsignmentState | 'RESOLVED' | 'REPORTED' | 'CLOSED', string>>;
  /** A draft of each kind by its own institution, of the hosted ones the archives. */
  readonly drafts: Readonly<Record<string, string>>;
  /** A document of the Ministry of Justice that the Ministry of Finance has received, and its consignment. */
  readonly atFinance: Travelling;
  /** What was decided about officials, and waits. */
  readonly decisions: Decisions;
  /** Sights in an emergency. */
  readonly sights: Sights;
  /** A letter of the archives that the Ministry of Finance has received, and its consignment. */
  readonly ofArchives: Travelling;
  /** A file that the clerk of the Ministry of Justice has uploaded, by its digest. */
  readonly file: string;
  /** Exports that have begun: the registrar of the Ministry of Justice (of documents, of its inbox), the exchange's auditor, and the ministry's security officer. */
  readonly exports: Readonly<Record<'ofDocuments' | 'ofEntries' | 'ofDirectory' | 'ofPerimeter', string>>;
  /** Versions of the regulation that were proposed, as they are in force already. */
  readonly proposals: { readonly toConfirm: number; readonly toDecline: number; readonly declined: number };
}

/** Which institution drafts a kind. */
export const authors: Readonly<Record<string, string>> = {
  CourtRuling: 'JUS',
  LegalOpinion: 'JUS',
  BudgetRequest: 'FIN',
  PaymentOrder: 'FIN',
  EpidemicReport: 'MOH',
  LicenceNotice: 'MOH',
  OfficialLetter: 'NAR',
  AgencyRule: 'NAR',
  ProposedRule: 'NAR',
  AgencyNotice: 'NAR',
  PresidentialDocument: 'NAR',
};

/** Brings documents and consignments to where bad input finds them. */
export async function setStage(circuit: TestCircuit): Promise<Stage> {
  const [documents, drafts, there, atFinance, ofArchives] = await Promise.all([
    everyStatus(circuit),
    everyKind(circuit),
    atTheRecipient(circuit),
    delivered(circuit.desk()),
    delivered(circuit.desk(), { institution: 'NAR', kind: 'OfficialLetter' }),
  ]);
  const onTheirWay = await undelivered(circuit);
  const decisions = await setDecisions(circuit);
  const proposals = { toConfirm: await proposed(circuit), toDecline: await proposed(circuit), declined: await declined(circuit) };
  const sights = await setSights(circuit);
  const { file } = await putFile(circuit, { institution: 'JUS', duty: 'CLERK' }, Buffer.from('An annex.'));
  const exports = {
    ofDocuments: await begun(circuit, { institution: 'JUS', duty: 'REGISTRAR' }, { documents: {} }),
    ofEntries: await begun(circuit, { institution: 'EXC', duty: 'AUDITOR' }, {}, 'Audit'),
    ofDirectory: await begun(circuit, { institution: 'JUS', duty: 'SECURITY_OFFICER' }, { institutions: {} }, 'Directory'),
    ofPerimeter: await begun(circuit, { institution: 'JUS', duty: 'REGISTRAR' }, { institution: 'JUS', inbox: {} }, 'Perimeter'),
  };
  return {
    file: file.sha256,
    exports,
    decisions,
    sights,
    documents,
    drafts,
    consignments: { ...there, ...onTheirWay },
    atFinance,
    ofArchives,
    proposals,
  };
}

async function begun(circuit: TestCircuit, who: Who, input: object, of?: Of): Promise<string> {
  const { id } = await startExport(circuit, who, { ...input, format: 'CSV' }, of);
  await exportSettled(circuit, who, id);
  return id;
}

async function proposed(circuit: TestCircuit): Promise<number> {
  const proposing = 'mutation Propose { proposeRegulation(input: { note: "As it is." }) { regulation { version } } }';
  const by = demoCast('EXC', 'OPERATOR');
  const made = await circuit.gateway.read<{ proposeRegulation: { regulation: { version: number } } }>(proposing, {}, by);
  return made.proposeRegulation.regulation.version;
}

async function declined(circuit: TestCircuit): Promise<number> {
  const version = await proposed(circuit);
  const declining = `mutation Decline { declineRegulation(input: { version: ${version}, reason: "No." }) { regulation { version } } }`;
  await circuit.gateway.read(declining, {}, demoCast('EXC', 'OPERATOR'));
  return version;
}

async function everyStatus(circuit: TestCircuit): Promise<Stage['documents']> {
  const filed = async () => {
    const desk = circuit.desk();
    const document = await registered(desk);
    await fileDocument(desk, 'JUS', document.id, '04-12');
    return document;
  };
  const withdrawn = async () => {
    const desk = circuit.desk();
    const document = await drafted(desk);
    await withdraw(desk, 'JUS', document.id, 'Drafted twice.');
    return document;
  };
  const returned = async () => {
    const desk = circuit.desk();
    const document = await submitted(desk);
    await giveBack(desk, 'JUS', document.id, 'The basis is missing.');
    return document;
  };
  const byCommand: Partial<Record<DocumentStatus, () => Promise<{ readonly id: string }>>> = {
    DRAFT: () => drafted(circuit.desk()),
    IN_APPROVAL: () => submitted(circuit.desk()),
    APPROVED: () => approved(circuit.desk()),
    RETURNED: returned,
    SIGNED: () => signed(circuit.desk()),
    REGISTERED: () => registered(circuit.desk()),
    FILED: filed,
    WITHDRAWN: withdrawn,
  };
  const made = documentStatuses.map(async (status) => {
    const walk = byCommand[status];
    return [status, walk ? (await walk()).id : await written(circuit, status)] as const;
  });
  return Object.fromEntries(await Promise.all(made)) as Stage['documents'];
}

/** No command leads to this status yet: the test writes it. */
async function written(circuit: TestCircuit, status: DocumentStatus): Promise<string> {
  const { id } = await registered(circuit.desk());
  await run(circuit.databaseUrl('justice'), `UPDATE document SET status = '${status}' WHERE id = '${id}'`);
  return id;
}

async function everyKind(circuit: TestCircuit): Promise<Stage['drafts']> {
  const made = Object.entries(authors).map(async ([kind, institution]) => {
    // A signatory's key is made at the first attempt to sign: here, so that a refused one finds it.
    await signed(circuit.desk(), { institution, kind });
    return [kind, (await drafted(circuit.desk(), { institution, kind })).id] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}

async function atTheRecipient(circuit: TestCircuit) {
  const to = 'MOH';
  const desks = { refused: circuit.desk(), reported: circuit.desk(), closed: circuit.desk() };
  const [DELIVERED, REGISTERED, REFUSED, RESOLVED, REPORTED, CLOSED] = await Promise.all([
    delivered(circuit.desk(), { to }),
    received(circuit.desk(), { to }),
    delivered(desks.refused, { to }),
    resolved(circuit.desk(), { to }),
    resolved(desks.reported, { to }),
    received(desks.closed, { to }),
  ]);
  await Promise.all([
    refuseConsignment(desks.refused, REFUSED.sent, 'NOT_COMPETENT', 'Ask the archives.'),
    reportExecution(desks.reported, REPORTED.sent, 'Done.'),
    fileConsignment(desks.closed, CLOSED.sent, '11-03'),
  ]);
  const all = { DELIVERED, REGISTERED, REFUSED, RESOLVED, REPORTED, CLOSED };
  return Object.fromEntries(Object.entries(all).map(([state, { sent }]) => [state, sent.id])) as Readonly<Record<keyof typeof all, string>>;
}
