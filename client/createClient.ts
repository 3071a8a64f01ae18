import type { Answer } from './answer.ts';
import { type Bound, bounded, pause } from './bounded.ts';
import { ChanceryError } from './chanceryError.ts';
import { type Connection, pagesFrom } from './pages.ts';
import type { PublishedOperation } from './publishedOperation.ts';
import { requireAddress, requireOperation, requireWait } from './required.ts';
import { send } from './send.ts';

/** A bearer token, or what gives one for each request: it may renew it. */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

/** Where the graph is, and who asks. */
export interface ClientOptions {
  /** The gateway's graph, such as `https://api.chancery.example/graphql`. */
  readonly url: string | URL;
  /** Without one nobody has signed in. */
  readonly token?: TokenSource | undefined;
  /** How long an answer is waited for, all in all, in milliseconds: 30,000 unless something else is said. */
  readonly waitMs?: number | undefined;
  /** What sends, where it is not the platform's own `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** How one operation is asked. */
export interface RunOptions {
  /** Ends the waiting: the promise is rejected with the signal's reason. A command that was sent may still be carried out. */
  readonly signal?: AbortSignal | undefined;
  readonly waitMs?: number | undefined;
}

/** How a list is read; `waitMs` is for each page. */
export interface PagesOptions extends RunOptions {
  /** How many pages at most: 100 unless something else is said. */
  readonly atMost?: number | undefined;
}

/** Variables may be left out where none is required. */
type Asked<Variables> =
  Record<never, never> extends Variables ? [variables?: Variables, options?: RunOptions] : [variables: Variables, options?: RunOptions];

/** Asks the exchange its published operations. */
export interface Client {
  /**
   * Asks one operation. Throws a {@link ChanceryError} where nothing came of what was asked; where a part is missing the answer has
   * the rest, and `errors`. A read that is told when to ask again asks again, once, if there is time to wait so long. A command is
   * never sent twice: give it a `requestId`, and send it again yourself.
   */
  run<Data, Variables>(operation: PublishedOperation<Data, Variables>, ...asked: Asked<NoInfer<Variables>>): Promise<Answer<Data>>;
  /** Reads a list page by page. `listIn` says where in the answer it is. */
  pages<Data, Variables extends { readonly after?: string | null | undefined }, List extends Connection>(
    operation: PublishedOperation<Data, Variables>,
    variables: NoInfer<Variables>,
    listIn: (data: Data) => List | null,
    options?: PagesOptions,
  ): AsyncGenerator<Answer<List>, void, undefined>;
}

/** A client of one exchange, for one caller. Throws `BAD_INPUT` where nobody could be asked so. */
export function createClient({ url, token: source, waitMs: usualWaitMs = 30_000, fetch: by = fetch }: ClientOptions): Client {
  const address = requireAddress(url);
  requireWait(usualWaitMs);
  const ask = async <Data, Variables>(
    operation: PublishedOperation<Data, Variables>,
    variables: Variables | undefined,
    { signal }: Bound,
  ) => {
    const token = typeof source === 'function' ? await source() : source;
    return send(by, { url: address, operation, variables, token, signal });
  };

  const run = async <Data, Variables>(
    operation: PublishedOperation<Data, Variables>,
    variables: Variables | undefined,
    { signal, waitMs = usualWaitMs }: RunOptions = {},
  ): Promise<Answer<Data>> => {
    requireOperation(operation);
    requireWait(waitMs);
    return bounded(waitMs, signal, async (bound) => {
      try {
        return await ask(operation, variables, bound);
      } catch (error) {
        const ms = 1000 * secondsUntilAgain(operation.type, error);
        if (ms >= bound.leftMs()) throw error;
        await pause(ms, bound);
        return await ask(operation, variables, bound);
      }
    });
  };

  return {
    run: (operation, ...[variables, options]) => run(operation, variables, options),
    pages: (operation, variables, listIn, { atMost = 100, ...options } = {}) =>
      pagesFrom(variables?.after ?? null, atMost, listIn, (after) => run(operation, { ...variables, after }, options)),
  };
}

/** Only what was told to ask again, and only a read. */
const secondsUntilAgain = (type: 'query' | 'mutation', error: unknown): number =>
  type === 'query' && error instanceof ChanceryError ? (error.retryAfter ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
