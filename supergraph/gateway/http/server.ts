import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Refusal, refusals } from '@chancery/domain';
import { attributes, currentTraceId, type SpanHandle, withSpan } from '@chancery/observability';
import { type Credentials, gatewayUrl, longestTransferMs, loopbackAddress, OpenConnections, type PublicMaterial } from '@chancery/trust';
import { asError, reportFault } from '../errors.ts';
import type { Asker } from '../passage.ts';
import { compressed } from './compressed.ts';
import { refuseMalformed } from './malformed.ts';
import { readBody } from './readBody.ts';

/** A text that is answered over HTTP. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What answers at one path. */
export type Endpoint = (request: IncomingMessage, body: string, span: SpanHandle, asker: Asker) => Promise<TextAnswer> | TextAnswer;

/** What answers at one path and below it byte by byte, both ways: it reads the request itself, and writes the whole answer. */
export type StreamEndpoint = (request: IncomingMessage, response: ServerResponse, span: SpanHandle) => Promise<void>;

/** What one server may hold. */
export interface ServerLimits {
  /** How many sockets may be open. */
  readonly sockets: number;
  /** How long it goes on with what it has begun once it is to close, in milliseconds. */
  readonly drainMs: number;
}

/** Where a server listens, and with which certificate. */
export interface Place {
  /** At which of the machine's addresses; loopback when left out. */
  readonly address?: string | undefined;
  /** Plain HTTP without. */
  readonly tls?: Credentials<PublicMaterial> | undefined;
}

/** By the first part of their paths. */
interface Streams {
  readonly streams?: ReadonlyMap<string, StreamEndpoint>;
}

const handshakeMs = 10_000;
/** Who sends slowly holds a socket no longer than this. §1.5 */
const patience = {
  headersTimeout: 10_000,
  // Node has one time for all requests: who sends anything but a file has less, by `read`.
  requestTimeout: longestTransferMs,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
};
const jsonType = { 'content-type': 'application/json; charset=utf-8' };

/**
 * Serves endpoints by path. Correlation begins here: every request is a span, part of the trace that its `traceparent` names or the
 * beginning of one, and every answer says in `x-trace-id` which trace it was.
 */
export async function serve(
  port: number,
  endpoints: ReadonlyMap<string, Endpoint>,
  { sockets, drainMs, tls, address = loopbackAddress, streams = new Map() }: ServerLimits & Place & Streams,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    open.note(request, response);
    answer({ endpoints, streams, isClosing: () => !server.listening }, request, response);
  };
  const server: Server = tls === undefined ? createServer(patience, onRequest) : tlsServer(tls, onRequest);
  const open = new OpenConnections(server);
  // Who asks first whether a body is wanted is answered by whoever would read it.
  server.on('checkContinue', onRequest);
  // Of other expectations there is none that anybody meets: what is asked is answered.
  server.on('checkExpectation', onRequest);
  server.on('clientError', refuseMalformed);
  // More sockets than that are closed as they come: what is open already goes on.
  server.maxConnections = sockets;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { url: gatewayUrl(address, taken, tls !== undefined), close: () => open.close(drainMs) };
}

/** Callers are asked for a certificate only where an authority for them is named, and may come without one: their token then says so (RFC 8705). */
function tlsServer(tls: Credentials<PublicMaterial>, onRequest: (request: IncomingMessage, response: ServerResponse) => void): Server {
  const asked = { requestCert: tls.current.ca !== null, rejectUnauthorized: false, handshakeTimeout: handshakeMs };
  const server = createTlsServer({ ...patience, ...contextOf(tls.current), ...asked }, onRequest);
  const release = tls.onChange((material) => server.setSecureContext(contextOf(material)));
  return server.once('close', release);
}

const contextOf = ({ cert, key, ca }: PublicMaterial) => ({ cert, key, ...(ca === null ? {} : { ca }), minVersion: 'TLSv1.3' }) as const;

/** What answering needs. */
interface Desk {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly streams: ReadonlyMap<string, StreamEndpoint>;
  readonly isClosing: () => boolean;
}

function answer(desk: Desk, request: IncomingMessage, response: ServerResponse): void {
  const stream = desk.streams.get(firstPart(request));
  const path = stream === undefined ? pathOf(request) : firstPart(request);
  const endpoint = desk.endpoints.get(path);
  const known = stream === undefined && endpoint === undefined ? 'elsewhere' : path;
  withSpan(
    `${request.method} ${known}`,
    { kind: 'server', headers: request.headers, attributes: { [attributes.path]: known } },
    async (span) => {
      if (stream !== undefined) return answerByBytes(stream, desk, request, response, span);
      if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
      const { status, headers, body } = await compressed(
        await answered(endpoint ?? notFound, request, span, new Asking(response)),
        request,
      );
      span.set(attributes.httpStatus, status);
      if (response.destroyed) return;
      const told = ['x-trace-id', span.traceId, 'content-length', String(Buffer.byteLength(body))];
      for (const name in headers) told.push(name, headers[name] ?? '');
      // Whoever goes on asking over a connection that is open would keep a server that closes open.
      if (desk.isClosing()) told.push('connection', 'close');
      response.writeHead(status, told);
      response.end(request.method === 'HEAD' ? undefined : body);
    },
  ).catch((error: unknown) => {
    reportFault(error, '-');
    response.destroy();
  });
}

/** Correlated like any request; the endpoint writes the answer itself. */
async function answerByBytes(
  stream: StreamEndpoint,
  { isClosing }: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  span: SpanHandle,
): Promise<void> {
  response.setHeader('x-trace-id', span.traceId);
  if (isClosing()) response.setHeader('connection', 'close');
  await stream(request, response, span);
  span.set(attributes.httpStatus, response.statusCode);
}

async function answered(endpoint: Endpoint, request: IncomingMessage, span: SpanHandle, asker: Asker): Promise<TextAnswer> {
  try {
    const body = await readBody(request);
    if (body === null) return tooLarge;
    return await endpoint(request, body, span, asker);
  } catch (error) {
    if (request.destroyed && !request.complete) return refused('The request broke off.');
    reportFault(error, currentTraceId());
    span.refuse('INTERNAL');
    return {
      status: 500,
      headers: jsonType,
      body: '{"errors":[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]}',
    };
  }
}

class Asking implements Asker {
  hasGone = false;
  whenGone: (() => void) | null = null;

  constructor(response: ServerResponse) {
    response.on('close', () => {
      this.hasGone = true;
      this.whenGone?.();
    });
  }
}

const refused = (message: string): TextAnswer => ({
  status: 400,
  headers: jsonType,
  body: JSON.stringify({
    errors: [{ message: `${refusals.BAD_INPUT.message} ${message}`, extensions: { code: 'BAD_INPUT', clause: refusals.BAD_INPUT.clause } }],
  }),
});

const tooLarge: TextAnswer = {
  status: 413,
  headers: { ...jsonType, connection: 'close' },
  body: JSON.stringify({ errors: [asError(new Refusal('OPERATION_TOO_LARGE', 'Body: at most 1 MB.'))] }),
};

const notFound: Endpoint = () => ({ ...refused('Nothing is here. Ask at /graphql.'), status: 404 });

const firstPart = ({ url = '/' }: IncomingMessage): string => /^\/[^/?]*/.exec(url)?.[0] ?? '/';
const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?')[0] ?? '/';
