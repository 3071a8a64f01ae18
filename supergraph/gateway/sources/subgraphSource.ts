import { fetchShape } from '../../engine/steps/fetchShape.ts';
import { type Fetch, noteDocuments, representationsOf, type Source } from './source.ts';
import type { Reply, Transport } from './transport.ts';
import { missing } from './unavailable.ts';

/** A subgraph that one service answers: the exchange's own, or the kinds of an institution. The service has the subgraph's name. */
export class SubgraphSource implements Source {
  readonly #name: string;
  readonly #isInstitution: boolean;
  readonly #transport: Pick<Transport, 'ask'>;

  constructor(name: string, isInstitution: boolean, transport: Pick<Transport, 'ask'>) {
    this.#name = name;
    this.#isInstitution = isInstitution;
    this.#transport = transport;
  }

  async fetch(fetch: Fetch): Promise<Reply> {
    noteDocuments(fetch, representationsOf(fetch.question));
    const reply = await this.#ask(fetch);
    return this.#isInstitution && fetch.isInList ? withoutPlaces(reply) : reply;
  }

  async #ask(fetch: Fetch): Promise<Reply> {
    try {
      return await this.#transport.ask(this.#name, fetch.question, fetch.commission);
    } catch (error) {
      return this.#missing(error, fetch);
    }
  }

  /** One error for each entity or root field that is missing now. */
  #missing(error: unknown, { question, commission }: Fetch): Reply {
    const shape = fetchShape(question.query);
    const own = this.#isInstitution ? (commission.caller?.institution ?? null) : null;
    if (!shape.asksEntities) return { data: null, errors: shape.roots.map((root) => missing(error, [root.responseName], own)) };
    const representations = representationsOf(question);
    const institutionOf = (id: unknown): string | null =>
      this.#isInstitution && typeof id === 'string' ? (id.split(':')[0] ?? null) : null;
    return {
      data: { _entities: representations.map(() => null) },
      errors: representations.map(({ id }, i) => missing(error, ['_entities', i], institutionOf(id))),
    };
  }
}

/**
 * Of a list of documents, one kind's contents are some of many. Apollo's executor would count an error's place among all of them, and put
 * it on another document; without a place it stands on the list, which is less exact and true.
 */
function withoutPlaces({ errors, ...reply }: Reply): Reply {
  if (errors === undefined) return reply;
  return { ...reply, errors: errors.map((error) => (error.path?.[0] === '_entities' ? { ...error, path: [] } : error)) };
}
