import { type Answer, readAnswer } from './answer.ts';
import { ChanceryError } from './chanceryError.ts';
import type { PublishedOperation } from './publishedOperation.ts';
import { requireToken, written } from './required.ts';

/** The types of GraphQL over HTTP: by the first, a refusal has a status of its own. */
const accept = 'application/graphql-response+json, application/json;q=0.9';

/** One request, as it goes out. */
export interface Request<Data, Variables> {
  readonly url: string;
  readonly operation: PublishedOperation<Data, Variables>;
  readonly variables: Variables | undefined;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

/** Sends an operation by its hash alone, and reads what came. */
export async function send<Data, Variables>(by: typeof fetch, request: Request<Data, Variables>): Promise<Answer<Data>> {
  requireToken(request.token);
  const init = initOf(request);
  try {
    return await readAnswer<Data>(await by(request.url, init));
  } catch (cause) {
    if (cause instanceof ChanceryError || request.signal.aborted) throw cause;
    throw new ChanceryError(
      `The exchange was not reached at ${request.url}, or the connection was lost.`,
      { code: 'NO_CONNECTION' },
      { cause },
    );
  }
}

const initOf = <Data, Variables>({ operation, variables, token, signal }: Request<Data, Variables>): RequestInit => ({
  method: 'POST',
  headers: { accept, 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  body: written({ variables, extensions: { persistedQuery: { version: 1, sha256Hash: operation.id } } }),
  signal,
  // Nobody is known by a cookie, answers are personal, and a token goes nowhere else.
  credentials: 'omit',
  cache: 'no-store',
  redirect: 'error',
});
