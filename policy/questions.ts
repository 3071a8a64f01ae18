import {
  type Approval,
  type Caller,
  type DocumentFacts,
  type OfficialId,
  Refusal,
  type RefusalCode,
  type RegulationRules,
  refusals,
  type Sight,
  type Signable,
  sightClauses,
} from '@chancery/domain';
import { type DutyClause, refusalUnder } from './duties.ts';

/** A clause as it was found to hold, or not to hold. */
export interface ExplainedClause {
  readonly clause: string;
  readonly says: string;
  readonly holds: boolean;
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

/** Who asks what of a document, under which rules. */
interface Asked {
  readonly caller: Caller;
  readonly document: ExplainedDocument;
  /** The regulation in force. */
  readonly rules: RegulationRules;
}

/** Asks one question. */
export type Ask = (asked: Asked) => Question;

/** Throws the refusal of the clause that stands in the way. */
export type Step = (asked: Asked) => unknown;

/** §2.3 The duty that gives the right. */
export function duty(clause: DutyClause | undefined): Ask {
  return ({ caller }) => {
    const refusal = refusalUnder(clause, caller);
    const says = refusalUnder(clause, { ...caller, duties: [] })?.message ?? '';
    return { refusal: refusal?.code ?? null, clauses: [{ clause: clause?.clause ?? '2.4', says, holds: refusal === null }] };
  };
}

/** §3 One clause that opens the document is enough. */
export function sees(sight: Sight): Ask {
  const clauses = sightClauses.filter(({ opens }) => sight === 'CARD' || opens === 'ALL');
  return ({ caller, document }) => {
    const found = clauses.map(({ clause, says, holds }) => ({ clause, says, holds: holds(caller, document) }));
    return { refusal: found.some(({ holds }) => holds) ? null : 'DOCUMENT_NOT_FOUND', clauses: found };
  };
}

/** §3.3 Only the institution that wrote it. */
export function isByTheAuthor({ caller, document }: Asked): Question {
  const { clause, message } = refusals.NOT_THE_AUTHOR;
  const holds = caller.institution === document.institution;
  return { refusal: holds ? null : 'NOT_THE_AUTHOR', clauses: [{ clause, says: message, holds }] };
}

/** §4-§6 The document stands where the step begins; where it does not, the clause that refuses says so in the place of the general one. */
export function allows(clause: string, step: Step): Ask {
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
