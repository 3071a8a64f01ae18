import {
  after,
  approved,
  type Caller,
  type DocumentStatus,
  documentMoves,
  type Move,
  Refusal,
  type RefusalCode,
  type RegulationRules,
  requireSignatures,
  type Sight,
  statusSigned,
} from '@chancery/domain';
import { clauseFor, reading } from './duties.ts';
import { type Ask, allows, duty, type ExplainedClause, type ExplainedDocument, isByTheAuthor, type Step, sees } from './questions.ts';

/** Why an official may do something with a document, or may not: the first refusal, and every clause that was asked. */
export interface Explanation {
  readonly refusal: RefusalCode | null;
  readonly clauses: readonly ExplainedClause[];
}

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
