import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withRemoteParent } from '@chancery/observability';
import type { Mandate } from '@chancery/trust';
import { reportFault } from './faults.ts';

/** What a service answers beside GraphQL: `GET /events`, `POST /rebuild`. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** `answered` ends when the asker has gone away. */
  answer(request: RouteRequest): Promise<RouteAnswer>;
}

export interface RouteRequest {
  readonly mandate: Mandate;
  readonly query: URLSearchParams;
  readonly body: string;
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
  const server = createServer((request, response) => void respond(options, request, response));
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

async function respond(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { status, body } = await withRemoteParent(request.headers, () => answerTo(options, request, response));
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  } catch (error) {
    reportFault(`${request.method} ${request.url?.split('?')[0]}`, error);
    if (!response.headersSent) response.writeHead(500).end('{"error":"INTERNAL"}');
  }
}

async function answerTo({ routes, mandateOf }: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<RouteAnswer> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/healthz') return { status: 200, body: '{"status":"ok"}' };
  const mandate = await mandateOf(request.headers.authorization).catch(() => null);
  if (mandate === null) return { status: 401, body: '{"error":"UNAUTHENTICATED"}' };
  const route = routes.find(({ method, path }) => method === request.method && path === url.pathname);
  if (route === undefined) return { status: 404, body: '{"error":"NOT_FOUND"}' };
  const body = await read(request);
  if (body === null) return { status: 413, body: '{"error":"TOO_LARGE"}' };
  return route.answer({ mandate, query: url.searchParams, body, gone: goneSignal(response) });
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

function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearTimeout(impatient);
}
