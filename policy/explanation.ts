import {
  after,
  type Caller,
  type DocumentFacts,
  type DocumentStatus,
  documentMoves,
  type Move,
  Refusal,
  type RefusalCode,
  refusals,
  type Sight,
  sightClauses,
} from '@chancery/domain';
import { clauseFor, type DutyClause, reading, refusalUnder } from './duties.ts';

/** A clause as it was found to hold, or not to hold. */
export interface ExplainedClause {
  readonly clause: string;
  readonly says: string;
  readonly holds: boolean;
}

/** Why an official may do something with a document, or may not: the first refusal, and every clause that was asked. */
export interface Explanation {
  readonly refusal: RefusalCode | null;
  readonly clauses: readonly ExplainedClause[];
}

/** One question of the regulation, with what refuses where the answer is no. */
interface Question {
  readonly clauses: readonly ExplainedClause[];
  readonly refusal: RefusalCode | null;
}

type Ask = (caller: Caller, document: DocumentFacts) => Question;

/** A released document stays where it is; only a registered one is released. §6.2 */
const dispatch: Move<DocumentStatus> = {
  from: ['REGISTERED', 'FILED'],
  to: 'REGISTERED',
  refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_NOT_REGISTERED' },
};

const reads = (sight: Sight): readonly Ask[] => [duty(reading), sees(sight)];
const moves = (command: string, move: Move<DocumentStatus>): readonly Ask[] => [
  duty(clauseFor(command)),
  sees('CARD'),
  isByTheAuthor,
  allows(move),
];

/** What can be explained, by the names of the fields that ask for it: the questions in the order in which they are asked. */
const asked: { readonly [operation: string]: readonly Ask[] } = {
  document: reads('CARD'),
  content: reads('ALL'),
  auditEntries: reads('ALL'),
  revise: moves('reviseDocument', documentMoves.revise),
  signDocument: moves('signDocument', documentMoves.sign),
  registerDocument: moves('registerDocument', documentMoves.register),
  withdrawDocument: moves('withdrawDocument', documentMoves.withdraw),
  dispatchDocument: moves('dispatchDocument', dispatch),
  fileDocument: moves('fileDocument', documentMoves.file),
};

/** §3.8 The same clauses that decide, asked one by one. Throws `BAD_INPUT` for an operation that is not about a document. */
export function explain(operation: string, caller: Caller, document: DocumentFacts): Explanation {
  const asks = asked[/^revise[A-Z]/.test(operation) ? 'revise' : operation];
  if (asks === undefined) throw new Refusal('BAD_INPUT', `operation is one of ${Object.keys(asked).join(', ')}.`);
  const answers = asks.map((ask) => ask(caller, document));
  return {
    refusal: answers.find(({ refusal }) => refusal !== null)?.refusal ?? null,
    clauses: answers.flatMap(({ clauses }) => clauses),
  };
}

/** §2.3 The duty that gives the right. */
function duty(clause: DutyClause | undefined): Ask {
  return (caller) => {
    const refusal = refusalUnder(clause, caller);
    const says = refusalUnder(clause, { ...caller, duties: [] })?.message ?? '';
    return { refusal: refusal?.code ?? null, clauses: [{ clause: clause?.clause ?? '2.4', says, holds: refusal === null }] };
  };
}

/** §3 One clause that opens the document is enough. */
function sees(sight: Sight): Ask {
  const clauses = sightClauses.filter(({ opens }) => sight === 'CARD' || opens === 'ALL');
  return (caller, document) => {
    const found = clauses.map(({ clause, says, holds }) => ({ clause, says, holds: holds(caller, document) }));
    return { refusal: found.some(({ holds }) => holds) ? null : 'DOCUMENT_NOT_FOUND', clauses: found };
  };
}

/** §3.3 Only the institution that wrote it. */
function isByTheAuthor(caller: Caller, document: DocumentFacts): Question {
  const holds = caller.institution === document.institution;
  return { refusal: holds ? null : 'NOT_THE_AUTHOR', clauses: [explained('NOT_THE_AUTHOR', holds)] };
}

/** §4-§9 The document stands where the move begins. */
function allows(move: Move<DocumentStatus>): Ask {
  return (_caller, { status }) => {
    const refusal = refusalOf(move, status);
    return { refusal, clauses: [explained(refusal ?? move.refuses.otherwise, refusal === null)] };
  };
}

function refusalOf(move: Move<DocumentStatus>, status: DocumentStatus): RefusalCode | null {
  try {
    after(move, status);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const explained = (code: RefusalCode, holds: boolean): ExplainedClause => ({
  clause: refusals[code].clause ?? '2.4',
  says: refusals[code].message,
  holds,
});
