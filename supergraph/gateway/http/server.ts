import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Credentials, gatewayUrl, longestTransferMs, loopbackAddress, OpenConnections, type PublicMaterial } from '@chancery/trust';
import { answer } from './answer.ts';
import type { Endpoint, StreamEndpoint } from './endpoint.ts';
import { refuseMalformed } from './malformed.ts';

// Imported as a module it would read each of its names, one of which loads Node's whole fetch.
const { createServer } = process.getBuiltinModule('node:http');

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

/** Serves endpoints by path, over HTTP or TLS, until it is closed. */
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
