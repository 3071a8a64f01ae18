import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type Credentials, type Peer, peerOf, type ServiceRegistry, type TlsMaterial } from '@chancery/trust';

/** A server that only services of the circuit can reach, and that knows which of them each request comes from. */
export interface MutualTlsServer {
  readonly server: Server;
  /** Whose connection a request came over; undefined once its certificate has ended. */
  peerOf(request: IncomingMessage): Peer | undefined;
  /** Whether the connection was made before the last change of certificates: it should end after this answer. */
  isOutdated(request: IncomingMessage): boolean;
  /** Follows the certificates no longer. */
  release(): void;
}

const handshakeMs = 10_000;

/** TLS 1.3 in which both sides show a certificate of the circuit's authority. The asker's name is read once, when the connection is made. */
export function mutualTlsServer(credentials: Credentials, registry: ServiceRegistry, answer: RequestListener): MutualTlsServer {
  const options = { requestCert: true, rejectUnauthorized: true, handshakeTimeout: handshakeMs };
  const server = createServer({ ...contextOf(credentials.current), ...options }, answer);
  // Who asks first whether a body is wanted is answered by whoever would read it.
  server.on('checkContinue', answer);
  const peers = new WeakMap<Socket, Peer & { readonly under: TlsMaterial }>();
  server.on('secureConnection', (socket: TLSSocket) => {
    const certificate = socket.getPeerX509Certificate();
    const peer = certificate && peerOf(certificate, registry);
    if (peer === undefined) return void socket.destroy();
    peers.set(socket, { ...peer, under: credentials.current });
    // Where requests come in a row and their answers are many bytes, Node stops reading them for a while; what TLS has read by then it gives to its
    // parser all the same, which takes that for an error. Whoever listens, too, has it read by a way that keeps it.
    socket.on('data', () => undefined);
  });
  return {
    server,
    peerOf: ({ socket }) => {
      const peer = peers.get(socket);
      return peer !== undefined && Date.now() < peer.until ? peer : undefined;
    },
    isOutdated: ({ socket }) => peers.get(socket)?.under !== credentials.current,
    release: credentials.onChange((material) => server.setSecureContext(contextOf(material))),
  };
}

const contextOf = ({ cert, key, ca }: TlsMaterial) => ({ cert, key, ca, minVersion: 'TLSv1.3' }) as const;
