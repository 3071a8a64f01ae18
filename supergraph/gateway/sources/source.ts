import type { Commission } from './commission.ts';
import type { Question, Reply } from './transport.ts';

/** One fetch of a plan, for the operation that commissioned it. */
export interface Fetch {
  readonly question: Question;
  readonly commission: Commission;
  /** Asked for the items of a list that earlier fetches have found. */
  readonly isInList: boolean;
}

/** What answers for a subgraph. It never throws for one that is away: what is missing is an error in the reply. */
export interface Source {
  fetch(fetch: Fetch): Promise<Reply>;
}

/** An entity as a plan names it: its type and its key. */
export type Representation = Readonly<Record<string, unknown>>;

/** The entities that a fetch asks for, in their order. */
export const representationsOf = ({ variables }: Question): readonly Representation[] =>
  Array.isArray(variables.representations) ? (variables.representations as readonly Representation[]) : [];

const mostNoted = 1_000;

/** Notes which documents are asked for, for the audit record. */
export function noteDocuments({ commission }: Fetch, representations: readonly Representation[]): void {
  for (const { __typename, id } of representations) {
    if (commission.documents.size >= mostNoted) return;
    if (__typename === 'Document' && typeof id === 'string') commission.documents.add(id);
  }
}
