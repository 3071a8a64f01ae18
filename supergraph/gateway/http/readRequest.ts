import type { IncomingMessage } from 'node:http';
import { parseRequestParams, type Request, type Response } from 'graphql-http';
import { refusalResponse } from './refusalResponse.ts';

type HttpRequest = Request<IncomingMessage, unknown>;
export type Params = Exclude<Awaited<ReturnType<typeof parseRequestParams>>, Response>;

/** Types of content that a page of any origin may send without asking the browser first (Fetch standard, CORS-safelisted request headers). */
const simpleTypes = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
/** Headers that no page sends without asking, as Apollo recommends them. */
const deliberate = ['apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Reads a request for an operation. What a browser could be made to send by any page is refused; a request takes one operation, never a
 * list; and a hash may stand for the query (Apollo's persisted queries).
 */
export async function readRequest(request: HttpRequest): Promise<Params | Response> {
  if (isEncoded(request)) return refusalResponse('BAD_INPUT', 415, 'Send the body as it is, not compressed.');
  if (isBatch(request)) return refusalResponse('BATCH_REFUSED', 400);
  // POST with another type than JSON is refused for its type.
  if (request.method === 'GET' && !isDeliberate(request)) return refusalResponse('PREFLIGHT_REQUIRED', 400);
  const params = await parseRequestParams(withHashAlone(request) ?? request);
  const isMalformed = 'extensions' in params && namesHash(params.extensions) && hashIn(params.extensions) === null;
  return isMalformed ? refusalResponse('BAD_INPUT', 400, malformedHash) : params;
}

const malformedHash =
  'extensions.persistedQuery is { "version": 1, "sha256Hash": "…" }, where the hash is the SHA-256 of a published operation: 64 hexadecimal digits.';

/** SHA-256 of the operation that is meant, in hexadecimal, where the request names one. */
export function hashIn(extensions: unknown): string | null {
  const { persistedQuery } = (extensions ?? {}) as {
    readonly persistedQuery?: { readonly version?: unknown; readonly sha256Hash?: unknown } | null;
  };
  const hash = persistedQuery?.version === 1 ? persistedQuery.sha256Hash : undefined;
  return typeof hash === 'string' && /^[0-9a-fA-F]{64}$/.test(hash) ? hash.toLowerCase() : null;
}

/** Whether something is to stand for a hash, right or wrong. */
export function namesHash(extensions: unknown): boolean {
  if (!isRecord(extensions)) return false;
  return extensions.persistedQuery !== undefined && extensions.persistedQuery !== null;
}

const isEncoded = ({ method, raw: { headers } }: HttpRequest): boolean =>
  method === 'POST' && !['', 'identity'].includes(headers['content-encoding'] ?? '');

const isBatch = ({ method, body }: HttpRequest): boolean => method === 'POST' && typeof body === 'string' && /^\s*\[/.test(body);

function isDeliberate({ raw: { headers } }: HttpRequest): boolean {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && type !== '' && !simpleTypes.includes(type)) return true;
  return deliberate.some((name) => (headers[name] ?? '') !== '');
}

/** The same request with an empty query, where a hash stands in its place: the library knows none without. */
function withHashAlone(request: HttpRequest): HttpRequest | undefined {
  const { method, url, body } = request;
  if (method === 'GET') {
    const search = new URLSearchParams(url.split('?')[1]);
    if (search.has('query') || !namesHash(parsed(search.get('extensions')))) return undefined;
    search.set('query', '');
    return { ...request, url: `/graphql?${search}` };
  }
  const sent = typeof body === 'string' ? parsed(body) : undefined;
  if (!isRecord(sent) || (sent.query !== undefined && sent.query !== null) || !namesHash(sent.extensions)) return undefined;
  return { ...request, body: JSON.stringify({ ...sent, query: '' }) };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
