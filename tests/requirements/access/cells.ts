import { type AccessMark, accessMarks, type Duty, duties } from '@chancery/domain';

/** How somebody stands to a document. Delegates hold one duty there for a time, as others' stand-ins; a past one held it until a moment ago. */
export const relations = [
  'author',
  'recipient',
  'third',
  'neighbour', // lives on the server of one of the parties
  'exchange',
  'delegate of the author', // an official of the third
  'delegate of the recipient', // a colleague there
  'past delegate of the author',
  'past delegate of the recipient',
] as const;
export type Relation = (typeof relations)[number];

/** Where a document stands in its author's hands. What is registered was sent, delivered, registered at the recipient and resolved on. */
export const states = ['DRAFT', 'SIGNED', 'REGISTERED', 'FILED'] as const;
export type State = (typeof states)[number] | 'IN_APPROVAL';
const sent: readonly State[] = ['REGISTERED', 'FILED'];

/** Everything that can be read of a document, with the states in which there is something to read. */
const reads = {
  document: states,
  documents: states,
  startExport: states,
  'Document.content': states,
  'Document.files': states,
  'Document.auditEntries': states,
  auditEntries: sent,
  consignment: sent,
  dispatch: sent,
  inbox: sent,
  exchangeStatistics: sent,
  'Document.consignments': sent,
  'Consignment.copy': sent,
  'Consignment.copy.files': sent,
  'Consignment.resolution': sent,
} as const;
export type Read = keyof typeof reads;

/** Every command on a document that is there, with the state in which it can be given. */
const commands = {
  reviseDocument: 'DRAFT',
  attachFile: 'DRAFT',
  detachFile: 'DRAFT',
  submitDocument: 'DRAFT',
  approveDocument: 'IN_APPROVAL',
  returnDocument: 'IN_APPROVAL',
  signDocument: 'DRAFT',
  withdrawDocument: 'DRAFT',
  registerDocument: 'SIGNED',
  fileDocument: 'REGISTERED',
  dispatchDocument: 'REGISTERED',
  withdrawConsignment: 'REGISTERED',
  registerConsignment: 'REGISTERED',
  refuseConsignment: 'REGISTERED',
  issueResolution: 'REGISTERED',
  reportExecution: 'REGISTERED',
  fileConsignment: 'REGISTERED',
} as const;
export type Command = keyof typeof commands;
const commandNames: readonly Command[] = Object.keys(commands) as Command[];

/** Who asks: how the caller stands to the document, with which one duty, and whether cleared for RESTRICTED documents. */
export interface Caller {
  readonly relation: Relation;
  readonly duty: Duty;
  readonly cleared: boolean;
}

/** What is asked for, of which document. */
export interface Question {
  readonly operation: Read | Command;
  readonly state: State;
  readonly access: AccessMark;
}

/** One cell of the matrix. */
export type Cell = Caller & Question;

const marked = (operation: Read | Command, state: State): readonly Question[] =>
  accessMarks.map((access) => ({ operation, state, access }));

/** All that is read, of documents in every state and with every mark. */
export const readQuestions: readonly Question[] = Object.entries(reads).flatMap(([read, possible]) =>
  possible.flatMap((state) => marked(read as Read, state)),
);
/** All that is commanded, of documents with every mark. */
export const commandQuestions: readonly Question[] = commandNames.flatMap((command) => marked(command, commands[command]));

/** Everybody who asks, of one relation. What takes two security officers to give is not delegated (§2.6.2). */
export const callersOf = (relation: Relation): readonly Caller[] =>
  duties
    .filter((duty) => !relation.includes('delegate') || !['SECURITY_OFFICER', 'AUDITOR', 'OPERATOR'].includes(duty))
    .flatMap((duty) => [true, false].map((cleared) => ({ relation, duty, cleared })));
