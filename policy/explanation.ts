import {
  type Approval,
  after,
  approved,
  type Caller,
  type DocumentFacts,
  type DocumentStatus,
  documentMoves,
  type Move,
  type OfficialId,
  Refusal,
  type RefusalCode,
  type RegulationRules,
  refusals,
  requireSignatures,
  type Sight,
  type Signable,
  sightClauses,
  statusSigned,
} from '@chancery/domain';
import { clauseFor, type DutyClause, reading, refusalUnder } from './duties.ts';

/** A clause as it was found to hold, or not to hold. */
interface ExplainedClause {
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

/** A document as far as the clauses about its way look at it (§4-§6). */
export interface ExplainedDocument extends DocumentFacts, Signable {
  readonly author: OfficialId;
  readonly approval: Approval | null;
}

interface Asked {
  readonly caller: Caller;
  readonly document: ExplainedDocument;
  /** The regulation in force. */
  readonly rules: RegulationRules;
}
type Ask = (asked: Asked) => Question;
/** Throws the refusal of the clause that stands in the way. */
type Step = (asked: Asked) => unknown;

const to =
  (move: Move<DocumentStatus>): Step =>
  ({ document }) =>
    after(move, document.status);

/** A released document stays where it is; only a registered one is released. §6.2 */
const dispatch: Move<DocumentStatus> = {
  from: ['REGISTERED', 'FILED'],
  to: 'REGISTERED',
  refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_NOT_REGISTERED' },
};

const sign: Step = ({ document, caller, rules }) => statusSigned(document, caller.official, rules);
const register: Step = ({ document, rules }) => {
  after(documentMoves.register, document.status);
  requireSignatures(document, rules);
};
const approve: Step = ({ document, caller }) => {
  after(documentMoves.approve, document.status);
  if (document.approval !== null) approved(document.approval, document.author, caller.official, new Date(0));
};

const reads = (sight: Sight): readonly Ask[] => [duty(reading), sees(sight)];
const acts = (command: string, clause: string, step: Step): readonly Ask[] => [
  duty(clauseFor(command)),
  sees('CARD'),
  isByTheAuthor,
  allows(clause, step),
];

/** What can be explained, by the names of the fields that ask for it: the questions in the order in which they are asked. */
const asked: { readonly [operation: string]: readonly Ask[] } = {
  document: reads('CARD'),
  content: reads('ALL'),
  auditEntries: reads('ALL'),
  files: reads('ALL'),
  revise: acts('reviseDocument', '4.4', to(documentMoves.revise)),
  attachFile: acts('attachFile', '4.4', to(documentMoves.revise)),
  detachFile: acts('detachFile', '4.4', to(documentMoves.revise)),
  submitDocument: acts('submitDocument', '4.5', to(documentMoves.submit)),
  approveDocument: acts('approveDocument', '4.5', approve),
  returnDocument: acts('returnDocument', '4.5', to(documentMoves.return)),
  signDocument: acts('signDocument', '4.4', sign),
  registerDocument: acts('registerDocument', '6.1', register),
  withdrawDocument: acts('withdrawDocument', '6.3', to(documentMoves.withdraw)),
  dispatchDocument: acts('dispatchDocument', '6.2', to(dispatch)),
  fileDocument: acts('fileDocument', '6.2', to(documentMoves.file)),
};

/** §3.8 The same clauses that decide, asked one by one. Throws `BAD_INPUT` for an operation that is not about a document. */
export function explain(operation: string, caller: Caller, document: ExplainedDocument, rules: RegulationRules): Explanation {
  const name = /^revise[A-Z]/.test(operation) ? 'revise' : operation;
  const asks = Object.hasOwn(asked, name) ? asked[name] : undefined;
  if (asks === undefined) throw new Refusal('BAD_INPUT', `operation is one of ${Object.keys(asked).join(', ')}.`);
  const answers = asks.map((ask) => ask({ caller, document, rules }));
  return {
    refusal: answers.find(({ refusal }) => refusal !== null)?.refusal ?? null,
    clauses: answers.flatMap(({ clauses }) => clauses),
  };
}

/** §2.3 The duty that gives the right. */
function duty(clause: DutyClause | undefined): Ask {
  return ({ caller }) => {
    const refusal = refusalUnder(clause, caller);
    const says = refusalUnder(clause, { ...caller, duties: [] })?.message ?? '';
    return { refusal: refusal?.code ?? null, clauses: [{ clause: clause?.clause ?? '2.4', says, holds: refusal === null }] };
  };
}

/** §3 One clause that opens the document is enough. */
function sees(sight: Sight): Ask {
  const clauses = sightClauses.filter(({ opens }) => sight === 'CARD' || opens === 'ALL');
  return ({ caller, document }) => {
    const found = clauses.map(({ clause, says, holds }) => ({ clause, says, holds: holds(caller, document) }));
    return { refusal: found.some(({ holds }) => holds) ? null : 'DOCUMENT_NOT_FOUND', clauses: found };
  };
}

/** §3.3 Only the institution that wrote it. */
function isByTheAuthor({ caller, document }: Asked): Question {
  const { clause, message } = refusals.NOT_THE_AUTHOR;
  const holds = caller.institution === document.institution;
  return { refusal: holds ? null : 'NOT_THE_AUTHOR', clauses: [{ clause, says: message, holds }] };
}

/** §4-§6 The document stands where the step begins; where it does not, the clause that refuses says so in the place of the general one. */
function allows(clause: string, step: Step): Ask {
  return (asked) => {
    const refusal = refusalOf(step, asked);
    if (refusal === null) return { refusal, clauses: [{ clause, says: `Its status, ${asked.document.status}, lets it.`, holds: true }] };
    return { refusal: refusal.code, clauses: [{ clause: refusal.clause, says: refusal.message, holds: false }] };
  };
}

function refusalOf(step: Step, asked: Asked): Refusal | null {
  try {
    step(asked);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
