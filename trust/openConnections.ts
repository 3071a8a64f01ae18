import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** For so long a server that closes still hears who has just come and has asked nothing yet, in milliseconds. */
const LATECOMERS_MS = 1_000;

/**
 * Who is connected to a server, and whose requests are under way. Node's own `close` waits for every connection, and ends none that never asked
 * anything, nor any whose handshake has not come to its end: whoever only connects would hold up a server that is to stop.
 */
export class OpenConnections {
  readonly #server: Server | TlsServer;
  /** By where they come from: of a connection over TLS the socket below it, which is there before its handshake. */
  readonly #sockets = new Map<string, Socket>();
  readonly #underWay = new Map<string, number>();
  #isClosing = false;

  constructor(server: Server | TlsServer) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      this.#sockets.set(peer, socket);
      socket.once('close', () => {
        if (this.#sockets.get(peer) === socket) this.#sockets.delete(peer);
      });
    });
  }

  /** How many there are. */
  get size(): number {
    return this.#sockets.size;
  }

  /** A request is under way until its response has left, or its asker. */
  note({ socket }: IncomingMessage, response: ServerResponse): void {
    const peer = peerOf(socket);
    this.#underWay.set(peer, (this.#underWay.get(peer) ?? 0) + 1);
    response.on('close', () => {
      const left = (this.#underWay.get(peer) ?? 1) - 1;
      if (left > 0) return void this.#underWay.set(peer, left);
      this.#underWay.delete(peer);
      // Kept open for the next request, it would be waited for in vain.
      if (this.#isClosing) socket.destroySoon();
    });
  }

  /** Takes nothing new, and ends when all that was begun has its answer, after `patienceMs` at most. */
  async close(patienceMs: number): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const timers = [
      setTimeout(() => this.#end((peer) => !this.#underWay.has(peer)), Math.min(LATECOMERS_MS, patienceMs)),
      setTimeout(() => this.#end(() => true), patienceMs),
    ];
    await closed;
    for (const timer of timers) clearTimeout(timer);
  }

  #end(isMeant: (peer: string) => boolean): void {
    for (const [peer, socket] of this.#sockets) if (isMeant(peer)) socket.destroy();
  }
}

const peers = new WeakMap<Socket, string>();

/** Asked of the system once: every request of a connection has it. */
function peerOf(socket: Socket): string {
  const peer = peers.get(socket) ?? `${socket.remoteAddress} ${socket.remotePort}`;
  peers.set(socket, peer);
  return peer;
}
