import { expect } from 'vitest';
import { type ChanceryError, createClient } from '../../client/index.ts';

interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An exchange that answers one after another what it is given, and remembers what it was asked. */
export function exchangeTelling(...told: readonly Told[]) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const answer: typeof fetch = async (url, init = {}) => {
    asked.push({ url: String(url), init });
    const { status = 200, headers = {}, body } = told[asked.length - 1] ?? { body: null };
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
  };
  return { asked, client: createClient({ url: 'https://exchange.example/graphql', token: 'its-token', waitMs: 5_000, fetch: answer }) };
}

export const me = { __typename: 'Official', id: 'JUS:o.petrenko' };

/** What says to ask again, in so many seconds. */
export const spent = (retryAfter: number) => ({
  status: 429,
  body: { errors: [{ message: 'Spent.', extensions: { code: 'BUDGET_SPENT', clause: '1.5', retryAfter } }] },
});

/** What a call throws; the test fails where it throws nothing. */
export const thrown = (promise: Promise<unknown>): Promise<ChanceryError> =>
  promise.then(
    () => expect.fail('nothing was thrown'),
    (error) => error,
  );
