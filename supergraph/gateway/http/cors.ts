import type { IncomingMessage } from 'node:http';
import type { TextAnswer } from './endpoint.ts';

const methods = 'GET, POST, PUT';
const sent =
  'authorization, content-type, range, if-range, if-none-match, apollo-require-preflight, x-apollo-operation-name, x-chancery-cost, traceparent, tracestate';
const shown = 'x-trace-id, retry-after, etag, content-range, content-disposition, accept-ranges';

/**
 * Which pages may ask by a browser: those of the origins that the operator has named, and no others. Nobody is known by a cookie here, so
 * that credentials are never allowed. Without origins nothing is said at all.
 */
export function corsHeaders(origins: ReadonlySet<string>, { headers }: IncomingMessage): Readonly<Record<string, string>> {
  if (origins.size === 0) return {};
  const { origin } = headers;
  const isNamed = origin !== undefined && origins.has(origin);
  return { vary: 'origin', ...(isNamed ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': shown } : {}) };
}

/** What a browser is told that asks beforehand; undefined where the request is not such a question, or nobody may ask from a page. */
export function preflight(origins: ReadonlySet<string>, request: IncomingMessage): TextAnswer | undefined {
  if (request.method !== 'OPTIONS' || origins.size === 0) return undefined;
  const headers = corsHeaders(origins, request);
  const allowed = 'access-control-allow-origin' in headers;
  const more = { 'access-control-allow-methods': methods, 'access-control-allow-headers': sent, 'access-control-max-age': '600' };
  return { status: 204, headers: allowed ? { ...headers, ...more } : headers, body: '' };
}
