import { ChanceryError } from './chanceryError.ts';

/** The longest that timers of browsers and Node count, in milliseconds: with more they fire at once. */
const longestWaitMs = 2 ** 31 - 1;

/** The address of a graph, whole. A page may leave out its own origin. Throws `BAD_INPUT`, as all of these do. */
export function requireAddress(url: unknown): string {
  const address = parsed(url);
  if (address === undefined)
    throw wrong(`url is the address of a gateway's graph, such as https://api.chancery.example/graphql; ${said(url)} is none.`);
  if (address.username !== '' || address.password !== '') throw wrong('url has no name and no password in it: who asks is said by token.');
  return address.href;
}

/** Lets what the exchange has published pass. */
export function requireOperation(operation: unknown): void {
  const { id, type } = (operation ?? {}) as { readonly id?: unknown; readonly type?: unknown };
  if (typeof id === 'string' && /^[0-9a-f]{64}$/.test(id) && (type === 'query' || type === 'mutation')) return;
  throw wrong(`What is asked is one of operations, such as operations.Inbox; ${said(operation)} is none.`);
}

/** Lets a time pass that can be waited, in milliseconds. */
export function requireWait(waitMs: unknown): void {
  if (typeof waitMs === 'number' && waitMs > 0 && waitMs <= longestWaitMs) return;
  throw wrong(`waitMs is a number of milliseconds above 0, and at most ${longestWaitMs}; ${said(waitMs)} is none.`);
}

/** Lets pass what a header can hold: a token that was read with its line end would seem to be a lost connection. */
export function requireToken(token: unknown): void {
  if (token === undefined || (typeof token === 'string' && /^[\x21-\x7e]*$/.test(token))) return;
  throw wrong('token is an access token without spaces and line ends, or a function that gives one.');
}

/** Variables and hash as they are sent. */
export function written(body: object): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw wrong('The variables cannot be written as JSON.', cause);
  }
}

const wrong = (message: string, cause?: unknown): ChanceryError =>
  new ChanceryError(message, { code: 'BAD_INPUT' }, cause === undefined ? {} : { cause });

function parsed(url: unknown): URL | undefined {
  if (typeof url !== 'string' && !(url instanceof URL)) return undefined;
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  try {
    const address = new URL(url, location?.href);
    return address.protocol === 'https:' || address.protocol === 'http:' ? address : undefined;
  } catch {
    return undefined;
  }
}

const said = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.slice(0, 100))
    : typeof value === 'object' && value !== null
      ? 'this object'
      : String(value);
