import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** For so long a server that closes still hears who has just come and has asked nothing yet, in milliseconds. */
const LATECOMERS_MS = 1_000;

/** A connection, and what is asked over it. */
interface Open {
  readonly socket: Socket;
  /** Requests whose responses have not left yet. */
  underWay: number;
}

/**
 * Who is connected to a server, and whose requests are under way. Node's own `close` waits for every connection, and ends none that never asked
 * anything, nor any whose handshake has not come to its end: whoever only connects would hold up a server that is to stop.
 */
export class OpenConnections {
  readonly #server: Server | TlsServer;
  /** By where they come from: over TLS a request's socket is another one than that which was there before its handshake. */
  readonly #open = new Map<string, Open>();
  /** By the socket of their requests: where it comes from is asked of the system once. */
  readonly #known = new WeakMap<Socket, Open>();
  #isClosing = false;

  constructor(server: Server | TlsServer) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      const open = { socket, underWay: 0 };
      this.#open.set(peer, open);
      socket.once('close', () => {
        if (this.#open.get(peer) === open) this.#open.delete(peer);
      });
    });
  }

  /** How many there are. */
  get size(): number {
    return this.#open.size;
  }

  /** A request is under way until its response has left, or its asker. */
  note({ socket }: IncomingMessage, response: ServerResponse): void {
    const open = this.#known.get(socket) ?? this.#learn(socket);
    open.underWay += 1;
    response.on('close', () => {
      open.underWay -= 1;
      // Kept open for the next request, it would be waited for in vain.
      if (this.#isClosing && open.underWay === 0) socket.destroySoon();
    });
  }

  /** Takes nothing new, and ends when all that was begun has its answer, after `patienceMs` at most. */
  async close(patienceMs: number): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const timers = [
      setTimeout(() => this.#end(({ underWay }) => underWay === 0), Math.min(LATECOMERS_MS, patienceMs)),
      setTimeout(() => this.#end(() => true), patienceMs),
    ];
    await closed;
    for (const timer of timers) clearTimeout(timer);
  }

  #learn(socket: Socket): Open {
    const open = this.#open.get(peerOf(socket)) ?? { socket, underWay: 0 };
    this.#known.set(socket, open);
    return open;
  }

  #end(isMeant: (open: Open) => boolean): void {
    for (const open of this.#open.values()) if (isMeant(open)) open.socket.destroy();
  }
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
