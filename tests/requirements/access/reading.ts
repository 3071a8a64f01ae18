import type { Duty } from '@chancery/domain';
import type { Cell, Command, Read } from './cells.ts';

/**
 * What the clauses of docs/regulation say of each cell, read by hand: nothing here is taken from the code that carries them out.
 * Each operation stands under a list of clauses. All must hold; the first that does not is the one that refuses.
 */
export interface Verdict {
  readonly may: boolean;
  /** The clauses that allow it together, or the one that refuses. */
  readonly clauses: readonly string[];
}

/** A clause, applied to a cell: the number of what allows it, or null where it does not; and the number under which it then refuses. */
interface Applied {
  readonly refuses: string;
  readonly allows: (cell: Cell) => string | null;
}

const clause = (number: string, holds: (cell: Cell) => boolean): Applied => ({
  refuses: number,
  allows: (cell) => (holds(cell) ? number : null),
});
/** The first clause, or else the second; refused under the first. */
const either = (first: Applied, second: Applied): Applied => ({
  refuses: first.refuses,
  allows: (cell) => first.allows(cell) ?? second.allows(cell),
});

// Whom somebody acts for: a delegate for the institution where the duty is held (§2.5.1).
const actsForAuthor = ({ relation }: Cell): boolean => relation === 'author' || relation === 'delegate of the author';
const actsForRecipient = ({ relation }: Cell): boolean =>
  relation === 'recipient' || relation === 'delegate of the recipient' || relation === 'past delegate of the recipient';
const isParty = (cell: Cell): boolean => actsForAuthor(cell) || actsForRecipient(cell);
// §2.5.3 A delegation ends at its end.
const holds = ({ relation, duty }: Cell, allowed: readonly Duty[]): boolean => !relation.startsWith('past') && allowed.includes(duty);

/** §2.3 An official acts for an institution in a duty held there now; for the own one also without. */
const actsThere = clause('2.3', ({ relation }) => relation !== 'past delegate of the author');

const right = (number: string, ...allowed: readonly Duty[]): Applied => clause(number, (cell) => holds(cell, allowed));
/** §2.3.1 A clerk drafts, revises and submits documents, attaches files to drafts and takes them off. */
const clerk = right('2.3.1', 'CLERK');
/** §2.3.2 A signatory approves, returns and signs documents, and issues resolutions. */
const signatory = right('2.3.2', 'SIGNATORY');
/** §2.3.3 A registrar keeps the books. */
const registrar = right('2.3.3', 'REGISTRAR');
/** §2.3.4 An executor reports. */
const executor = right('2.3.4', 'EXECUTOR');
/** §2.3.5 These read. */
const reader = right('2.3.5', 'CLERK', 'SIGNATORY', 'REGISTRAR', 'EXECUTOR', 'ANALYST', 'ARCHIVIST', 'AUDITOR');
/** §2.3.6 Auditors read the audit trail. */
const auditor = right('2.3.6', 'AUDITOR');

/** §2.5.2 Clearance is never delegated: who stands in for an institution that is not the own one has none there. */
const isCleared = ({ relation, cleared }: Cell): boolean => cleared && relation !== 'delegate of the author';

const isRegistered = ({ state }: Cell): boolean => state === 'REGISTERED' || state === 'FILED';

/** §3.1 Before registration the author's; then by the mark: every official, author and recipients, those of them with clearance. */
const knowsDocument = clause('3.1', (cell) => {
  if (!isRegistered(cell)) return actsForAuthor(cell);
  if (cell.access === 'PUBLIC') return true;
  return isParty(cell) && (cell.access === 'INTERNAL' || isCleared(cell));
});
/** §3.2 Sender and recipient know of a consignment; of a RESTRICTED document those of them with clearance. */
const knowsConsignment = clause('3.2', (cell) => isParty(cell) && (cell.access !== 'RESTRICTED' || isCleared(cell)));
/** §3.2 A dispatch is for its sender. */
const knowsDispatch = clause('3.2', (cell) => actsForAuthor(cell) && (cell.access !== 'RESTRICTED' || isCleared(cell)));
/** §3.3 Only the author changes, signs, registers, withdraws, dispatches and files a document. */
const isAuthor = clause('3.3', actsForAuthor);
/** §3.4 Only the addressee registers, refuses, resolves, executes and files a consignment, and sees what it made of it. */
const isRecipient = clause('3.4', actsForRecipient);
/** §3.5 Only the sender calls a consignment back. */
const isSender = clause('3.5', actsForAuthor);
const isAnalystOfExchange = (cell: Cell): boolean => cell.relation === 'exchange' && holds(cell, ['ANALYST']);
/** §3.6 Analysts of the exchange know cards of INTERNAL documents that are registered. */
const analystKnowsCard = clause('3.6', (cell) => isAnalystOfExchange(cell) && isRegistered(cell) && cell.access === 'INTERNAL');
/** §3.6 They count PUBLIC and INTERNAL documents; RESTRICTED ones only in groups of five, of which there are none here. */
const analystCounts = clause('3.6', (cell) => isAnalystOfExchange(cell) && cell.access !== 'RESTRICTED');
/** §10.3 Auditors of the exchange see the whole trail, an institution's what was done in its perimeter: there the document was registered. */
const registrationIsTheirs = clause('10.3', (cell) => cell.relation === 'exchange' || actsForAuthor(cell));
/** §3.12 A file is for whoever may read all of a document that carries it. */
const readsAll = clause('3.12', (cell) => knowsDocument.allows(cell) !== null);
/** §10.4 Whoever may read a document may see what was done with it. */
const seesWhatWasDone = clause('10.4', (cell) => knowsDocument.allows(cell) !== null);

/** Under which clauses each operation stands, in the order in which they are asked. */
const operations: Readonly<Record<Read | Command, readonly Applied[]>> = {
  document: [reader, either(knowsDocument, analystKnowsCard)],
  documents: [reader, either(knowsDocument, analystKnowsCard)],
  // §3.13 A file holds what the list shows.
  startExport: [reader, either(knowsDocument, analystKnowsCard)],
  'Document.content': [reader, knowsDocument],
  'Document.files': [reader, knowsDocument, readsAll],
  'Document.auditEntries': [reader, either(knowsDocument, analystKnowsCard), seesWhatWasDone],
  auditEntries: [auditor, registrationIsTheirs],
  consignment: [reader, knowsConsignment],
  dispatch: [reader, knowsDispatch],
  inbox: [reader, isRecipient, knowsConsignment],
  exchangeStatistics: [reader, either(knowsConsignment, analystCounts)],
  'Document.consignments': [reader, either(knowsDocument, analystKnowsCard), knowsConsignment],
  'Consignment.copy': [reader, knowsConsignment, isRecipient],
  'Consignment.copy.files': [reader, knowsConsignment, isRecipient],
  'Consignment.resolution': [reader, knowsConsignment, isRecipient],

  reviseDocument: [clerk, knowsDocument, isAuthor],
  attachFile: [clerk, knowsDocument, isAuthor],
  detachFile: [clerk, knowsDocument, isAuthor],
  submitDocument: [clerk, knowsDocument, isAuthor],
  approveDocument: [signatory, knowsDocument, isAuthor],
  returnDocument: [signatory, knowsDocument, isAuthor],
  signDocument: [signatory, knowsDocument, isAuthor],
  withdrawDocument: [registrar, knowsDocument, isAuthor],
  registerDocument: [registrar, knowsDocument, isAuthor],
  fileDocument: [registrar, knowsDocument, isAuthor],
  dispatchDocument: [registrar, knowsDocument, isAuthor],
  withdrawConsignment: [registrar, knowsConsignment, isSender],
  registerConsignment: [registrar, knowsConsignment, isRecipient],
  refuseConsignment: [registrar, knowsConsignment, isRecipient],
  issueResolution: [signatory, knowsConsignment, isRecipient],
  reportExecution: [executor, knowsConsignment, isRecipient],
  fileConsignment: [registrar, knowsConsignment, isRecipient],
};

/** What the regulation says of a cell. */
export function verdictOf(cell: Cell): Verdict {
  const applied = [actsThere, ...operations[cell.operation]].map((each) => ({ refuses: each.refuses, allows: each.allows(cell) }));
  const refusing = applied.find(({ allows }) => allows === null);
  if (refusing !== undefined) return { may: false, clauses: [refusing.refuses] };
  return { may: true, clauses: [...new Set(applied.flatMap(({ allows }) => allows ?? []))] };
}
