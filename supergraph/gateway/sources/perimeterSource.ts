import type { InstitutionCode } from '@chancery/domain';
import type { GraphQLFormattedError } from 'graphql';
import type { Answerer } from '../../engine/index.ts';
import { type FetchShape, fetchShape, type RootField } from '../../engine/steps/fetchShape.ts';
import type { Institutions } from './institutions.ts';
import type { Routes } from './routes.ts';
import { type Fetch, noteDocuments, type Representation, representationsOf, type Source } from './source.ts';
import type { Reply, Transport } from './transport.ts';
import { missing } from './unavailable.ts';

/** What one server is asked for, and for which institution each. */
interface Group<Item> {
  readonly server: string;
  readonly items: Item[];
  readonly institutions: InstitutionCode[];
}

/**
 * The perimeter standard: one subgraph in the supergraph, and a server for each institution behind it (DESIGN §3.1).
 * Each root field goes to the institution that its argument names, each entity to the one in its id; the answers are joined again.
 */
export class PerimeterSource implements Source {
  readonly #routes: Routes;
  readonly #institutions: Institutions;
  readonly #transport: Pick<Transport, 'ask'>;

  constructor(routes: Routes, institutions: Institutions, transport: Pick<Transport, 'ask'>) {
    this.#routes = routes;
    this.#institutions = institutions;
    this.#transport = transport;
  }

  fetch(fetch: Fetch): Promise<Reply> {
    const shape = fetchShape(fetch.question.query);
    return shape.asksEntities ? this.#entities(fetch) : this.#roots(fetch, shape);
  }

  /** Side by side, one call for each server. What one of them does not answer is missing, and the rest stands. */
  async #entities(fetch: Fetch): Promise<Reply> {
    const representations = representationsOf(fetch.question);
    noteDocuments(fetch, representations);
    const entities: unknown[] = representations.map(() => null);
    const errors: GraphQLFormattedError[] = [];
    const groups = await this.#byServer(
      [...representations.keys()],
      (at) => this.#institutions.ofEntity(representations[at]?.id),
      (at, error) => errors.push(missing(error, ['_entities', at], null)),
    );
    await Promise.all(
      groups.map(async (group) => {
        const reply = await this.#askEntities(fetch, group, representations);
        const found = entitiesIn(reply);
        for (const [i, place] of group.items.entries()) entities[place] = found[i] ?? null;
        errors.push(...(reply.errors ?? []).map((error) => inPlace(error, group.items)));
      }),
    );
    return joined({ _entities: entities }, errors);
  }

  async #askEntities(
    { question, commission }: Fetch,
    { server, items, institutions }: Group<number>,
    representations: readonly Representation[],
  ): Promise<Reply> {
    const part = items.map((at) => representations[at]);
    try {
      return await this.#transport.ask(server, { ...question, variables: { ...question.variables, representations: part } }, commission);
    } catch (error) {
      // Each entity misses its own institution: several hosted ones share a server.
      return { errors: items.map((_at, i) => missing(error, ['_entities', i], institutions[i] ?? null)) };
    }
  }

  /** Queries side by side, one call for each server; mutations in the order written, neighbours with one server in one call. */
  async #roots(fetch: Fetch, shape: FetchShape): Promise<Reply> {
    const { variables } = fetch.question;
    const running = shape.roots.filter((root) => shape.runs(root, variables));
    const errors: GraphQLFormattedError[] = [];
    const groups = await this.#byServer(
      running,
      (root) => {
        const field = root.node.name.value;
        const argument = this.#routes.get(field) ?? 'id';
        const value = shape.valueOf(root, argument, variables);
        if (isDocumentId(value)) noteDocuments(fetch, [{ __typename: 'Document', id: value }]);
        return this.#institutions.ofRoot(field, argument, value);
      },
      (root, error) => errors.push(missing(error, [root.responseName], null)),
      shape.isMutation,
    );
    const isWhole = groups.length === 1 && groups[0]?.items.length === shape.roots.length;
    const ask = (group: Group<RootField>): Promise<Reply> =>
      this.#askRoots(fetch, isWhole ? fetch.question.query : shape.partWith(group.items).text, group);
    const replies = shape.isMutation ? await inTurn(groups, ask) : await Promise.all(groups.map(ask));
    const data = Object.assign({}, ...replies.map((reply) => reply.data ?? {})) as Readonly<Record<string, unknown>>;
    return joined(data, [...errors, ...replies.flatMap((reply) => reply.errors ?? [])]);
  }

  async #askRoots({ question, commission }: Fetch, query: string, { server, items, institutions }: Group<RootField>): Promise<Reply> {
    try {
      return await this.#transport.ask(server, { ...question, query }, commission);
    } catch (error) {
      return { errors: items.map(({ responseName }, i) => missing(error, [responseName], institutions[i] ?? null)) };
    }
  }

  /** Items by the server that answers for them; `inOrder`: only neighbours go together. What nobody answers for is refused. */
  async #byServer<Item>(
    items: readonly Item[],
    answererOf: (item: Item) => Promise<Answerer> | Answerer,
    refuse: (item: Item, error: unknown) => void,
    inOrder = false,
  ): Promise<readonly Group<Item>[]> {
    const groups: Group<Item>[] = [];
    // All at once: institutions that the copy of the directory does not know yet cost one look together.
    const answerers = await Promise.allSettled(items.map(async (item) => answererOf(item)));
    for (const [at, item] of items.entries()) {
      const found = answerers[at];
      if (found?.status === 'fulfilled') {
        const { server, institution } = found.value;
        const near = inOrder ? groups.at(-1) : groups.find((group) => group.server === server);
        const group = near?.server === server ? near : { server, items: [], institutions: [] };
        if (group !== near) groups.push(group);
        group.items.push(item);
        group.institutions.push(institution);
      } else refuse(item, found?.reason);
    }
    return groups;
  }
}

async function inTurn<Item>(items: readonly Item[], ask: (item: Item) => Promise<Reply>): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (const item of items) replies.push(await ask(item));
  return replies;
}

const joined = (data: Readonly<Record<string, unknown>>, errors: readonly GraphQLFormattedError[]): Reply =>
  errors.length === 0 ? { data } : { data, errors };

/** Of three parts: a consignment's has two, an institution's code is one. */
const isDocumentId = (value: unknown): boolean => typeof value === 'string' && value.length <= 120 && value.split(':').length === 3;

const entitiesIn = ({ data }: Reply): readonly unknown[] => (Array.isArray(data?._entities) ? (data._entities as readonly unknown[]) : []);

/** An error about the second of those that one server was asked for is about another place in the whole list. */
function inPlace(error: GraphQLFormattedError, places: readonly number[]): GraphQLFormattedError {
  const [root, at, ...rest] = error.path ?? [];
  const place = typeof at === 'number' ? places[at] : undefined;
  return root === '_entities' && place !== undefined ? { ...error, path: [root, place, ...rest] } : error;
}
