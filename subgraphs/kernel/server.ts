import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@chancery/domain';
import { withRemoteParent } from '@chancery/observability';
import {
  hostAt,
  longestTransferMs,
  loopbackAddress,
  type Mandate,
  MandateGuard,
  nonceHeader,
  OpenConnections,
  patienceHeader,
  questionHeader,
  requestDigest,
  type ServiceIdentity,
  type ServiceRegistry,
  sessionHeader,
} from '@chancery/trust';
import { reportFault } from './faults.ts';
import { type MutualTlsServer, mutualTlsServer } from './mutualTls.ts';
import { Patience } from './patience.ts';
import { readBody } from './readBody.ts';
import { answerStream, type StreamRoute } from './streamRoute.ts';

/** What a service answers beside GraphQL: `GET /events`, `POST /rebuild`. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** An answer that waits for something to happen waits no longer once `gone()` is aborted. */
  answer(request: RouteRequest): Promise<RouteAnswer>;
}

export interface RouteRequest {
  readonly mandate: Mandate;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly patience: Patience;
  /** The asker has gone away, or the server is closing. */
  readonly gone: () => AbortSignal;
}

export interface RouteAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  /** What is told besides. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServerOptions {
  readonly port: number;
  /** At which of the machine's addresses; loopback when left out. */
  readonly address?: string | undefined;
  readonly identity: Pick<ServiceIdentity, 'name' | 'credentials'>;
  readonly registry: ServiceRegistry;
  readonly routes: readonly Route[];
  /** None unless said. */
  readonly streams?: readonly StreamRoute[] | undefined;
}

/** For so long a service that stops goes on with what it has begun, in milliseconds. */
const patienceMs = 5_000;

/**
 * Serves routes over mutual TLS to services of the registry that carry a mandate for the very request; `/healthz` tells any
 * of them, without a mandate, that it answers.
 */
export async function serve({
  port,
  address = loopbackAddress,
  identity,
  registry,
  routes,
  streams = [],
}: ServerOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const closing = new AbortController();
  const guard = new MandateGuard(registry, identity.name);
  const tls = mutualTlsServer(identity.credentials, registry, (request, response) => {
    open.note(request, response);
    void respond({ tls, guard, routes, streams, closing: closing.signal }, request, response);
  });
  const { server } = tls;
  const open = new OpenConnections(server);
  server.keepAliveTimeout = 65_000;
  // Node has one time for all requests: who sends anything but a transfer has less, by `read`.
  server.requestTimeout = longestTransferMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const close = () => {
    closing.abort();
    tls.release();
    return open.close(patienceMs);
  };
  return { url: `https://${hostAt(address)}:${(server.address() as AddressInfo).port}`, close };
}

/** What answering needs. */
interface Desk {
  readonly tls: MutualTlsServer;
  readonly guard: MandateGuard;
  readonly routes: readonly Route[];
  readonly streams: readonly StreamRoute[];
  readonly closing: AbortSignal;
}

async function respond(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const question = request.headers[questionHeader];
    if (typeof question === 'string' && /^\d{1,16}$/.test(question)) response.setHeader(questionHeader, question);
    const answer = await withRemoteParent(request.headers, () => answerTo(desk, request, response));
    if (answer === 'streamed') return;
    const { status, body, headers } = answer;
    // The asker would ask again over the same connection: closing would never end, an earlier certificate would be believed for ever, and
    // the rest of a body that nobody reads would come first.
    if (desk.closing.aborted || desk.tls.isOutdated(request) || status === 413) response.setHeader('connection', 'close');
    if (status === 401) response.setHeader(nonceHeader, desk.guard.nonce);
    const length = Buffer.byteLength(body);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': length, ...headers });
    response.end(body);
  } catch (error) {
    // Who went away while it was still asking gets no answer, and nothing was begun.
    if (!request.complete) return void response.destroy();
    reportFault(`${request.method} ${request.url?.split('?')[0]}`, error);
    if (!response.headersSent) response.writeHead(500).end('{"error":"INTERNAL"}');
  }
}

/** The answer, or the word that it was given already, byte by byte. */
async function answerTo(
  { tls, guard, routes, streams, closing }: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<RouteAnswer | 'streamed'> {
  const { method = '', url: path = '/' } = request;
  const [pathname = '', search = ''] = path.split('?', 2);
  const patience = new Patience(response, request.headers[patienceHeader]);
  const peer = tls.peerOf(request);
  if (peer === undefined) return refused(new Refusal('UNAUTHENTICATED'));
  if (pathname === '/healthz') return { status: 200, body: '{"status":"ok"}' };
  const signed = orRefusal(() => guard.read(request.headers.authorization, peer));
  if (signed instanceof Refusal) return refused(signed);
  const stream = streams.find((each) => each.method === method && each.path === pathname);
  if (stream !== undefined) {
    const admitted = orRefusal(() => guard.admit(signed, requestDigest(method, path), peer));
    if (admitted instanceof Refusal) return refused(admitted);
    await answerStream(stream, { mandate: admitted.mandate, query: new URLSearchParams(search) }, request, response);
    return 'streamed';
  }
  if (request.headers.expect !== undefined) response.writeContinue();
  const body = await readBody(request);
  if (body === null) return { status: 413, body: '{"error":"TOO_LARGE"}' };
  const admitted = orRefusal(() => guard.admit(signed, requestDigest(method, path, body), peer));
  if (admitted instanceof Refusal) return refused(admitted);
  const { mandate, session } = admitted;
  if (session !== null) response.setHeader(sessionHeader, session);
  const route = routes.find((each) => each.method === method && each.path === pathname);
  if (route === undefined) return { status: 404, body: '{"error":"NOT_FOUND"}' };
  const gone = () => goneSignal(response, closing);
  return route.answer({ mandate, query: new URLSearchParams(search), body: body.toString('utf8'), patience, gone });
}

const refused = ({ code }: Refusal): RouteAnswer => ({ status: code === 'UNAUTHENTICATED' ? 401 : 503, body: `{"error":"${code}"}` });

function orRefusal<T>(run: () => T): T | Refusal {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function goneSignal(response: ServerResponse, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  // A reason of our own: an error made for each answer would cost more than reading the request.
  const go = () => gone.abort('gone');
  if (closing.aborted || response.destroyed) go();
  closing.addEventListener('abort', go, { once: true });
  response.once('close', () => {
    go();
    closing.removeEventListener('abort', go);
  });
  return gone.signal;
}
