import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withRemoteParent } from '@chancery/observability';
import type { Mandate } from '@chancery/trust';
import { reportFault } from './faults.ts';

/** What a service answers beside GraphQL: `GET /events`, `POST /rebuild`. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** An answer that waits for something to happen waits no longer once `gone` is aborted. */
  answer(request: RouteRequest): Promise<RouteAnswer>;
}

export interface RouteRequest {
  readonly mandate: Mandate;
  readonly query: URLSearchParams;
  readonly body: string;
  /** The asker has gone away, or the server is closing. */
  readonly gone: AbortSignal;
}

export interface RouteAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

/** How much one request may bring, in bytes. */
const LARGEST_BODY = 32 * 1024 * 1024;

export interface ServerOptions {
  readonly port: number;
  readonly routes: readonly Route[];
  /** Who asks; throws when there is no valid mandate. */
  mandateOf(authorization: string | undefined): Promise<Mandate>;
}

/** Serves routes to those who carry a mandate, and `/healthz` to anyone, on loopback. */
export async function serve(options: ServerOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const closing = new AbortController();
  const server = createServer((request, response) => void respond(options, request, response, closing.signal));
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const close = () => {
    closing.abort();
    return closed(server);
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function respond(options: ServerOptions, request: IncomingMessage, response: ServerResponse, closing: AbortSignal): Promise<void> {
  try {
    const gone = goneSignal(response, closing);
    const { status, body } = await withRemoteParent(request.headers, () => answerTo(options, request, gone));
    // The asker would ask again over the same connection, and closing would never end.
    if (closing.aborted) response.setHeader('connection', 'close');
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  } catch (error) {
    reportFault(`${request.method} ${request.url?.split('?')[0]}`, error);
    if (!response.headersSent) response.writeHead(500).end('{"error":"INTERNAL"}');
  }
}

async function answerTo({ routes, mandateOf }: ServerOptions, request: IncomingMessage, gone: AbortSignal): Promise<RouteAnswer> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/healthz') return { status: 200, body: '{"status":"ok"}' };
  const mandate = await mandateOf(request.headers.authorization).catch(() => null);
  if (mandate === null) return { status: 401, body: '{"error":"UNAUTHENTICATED"}' };
  const route = routes.find(({ method, path }) => method === request.method && path === url.pathname);
  if (route === undefined) return { status: 404, body: '{"error":"NOT_FOUND"}' };
  const body = await read(request);
  if (body === null) return { status: 413, body: '{"error":"TOO_LARGE"}' };
  return route.answer({ mandate, query: url.searchParams, body, gone });
}

async function read(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > LARGEST_BODY) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

function goneSignal(response: ServerResponse, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  const go = () => gone.abort();
  if (closing.aborted) go();
  closing.addEventListener('abort', go, { once: true });
  response.once('close', () => {
    go();
    closing.removeEventListener('abort', go);
  });
  return gone.signal;
}

/** Ends when every request is answered, after 5 s at most. */
async function closed(server: Server): Promise<void> {
  const end = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), 5_000);
  await end;
  clearTimeout(impatient);
}
