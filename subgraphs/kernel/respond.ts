import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@chancery/domain';
import { withRemoteParent } from '@chancery/observability';
import {
  type MandateGuard,
  mostShares,
  nonceHeader,
  patienceHeader,
  questionHeader,
  requestDigest,
  sessionHeader,
  sharesHeader,
} from '@chancery/trust';
import { reportFault } from './faults.ts';
import type { MutualTlsServer } from './mutualTls.ts';
import { Patience } from './patience.ts';
import { readBody } from './readBody.ts';
import type { Route, RouteAnswer } from './route.ts';
import { answerStream, type StreamRoute } from './streamRoute.ts';

/** Who answers what, and to whom. */
export interface Desk {
  readonly tls: MutualTlsServer;
  readonly guard: MandateGuard;
  readonly routes: readonly Route[];
  readonly streams: readonly StreamRoute[];
  readonly closing: AbortSignal;
}

/** Answers a request by its route, once its mandate was found to be for this very request; whatever happens it ends. */
export async function respond(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
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
  if (session !== null) response.setHeader(sessionHeader, session).setHeader(sharesHeader, mostShares);
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
