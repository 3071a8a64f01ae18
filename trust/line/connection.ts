import type { OnReadOpts, Socket } from 'node:net';
import { keptForMs } from './answerHead.ts';
import { type Answer, AnswerReader } from './answerReader.ts';

/** Makes a socket that tells what it reads, and once when it can be written to: over TLS not before the other side is known. */
export type Open = (onread: OnReadOpts, ready: () => void) => Socket;

/** A question that a connection carries. What `heard` throws ends the connection, and the question with it. */
export interface Carried {
  /** The whole request, as it is written. */
  readonly text: string;
  /** So many more bytes have come. */
  heard(bytes: number, hasBegun: boolean): void;
  answered(answer: Answer): void;
  /** There will be no answer. */
  lost(error: unknown): void;
}

/** Who hears what becomes of a connection. */
export interface Keeper {
  /** It may be asked again. */
  readonly rested: (connection: Connection) => void;
  readonly ended: (connection: Connection) => void;
}

/** A handshake with both sides' certificates may wait for many others when a service has started anew. */
const CONNECT_MS = 5_000;
/** So much earlier than it would end a connection is not written to: what is under way then would be lost. */
const EARLIER_MS = 2_000;

// All read into the same bytes: what comes is looked at, and copied where more has to come, before anybody reads again.
const shared = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * One kept connection, HTTP/1.1: one question at a time. Whatever it reads that is no answer to a question ends it, so that nothing
 * is ever taken for the answer to the next one.
 */
export class Connection {
  readonly #keeper: Keeper;
  readonly #socket: Socket;
  readonly #patience: NodeJS.Timeout;
  #isReady = false;
  #hasEnded = false;
  #carried: Carried | null = null;
  #reader = new AnswerReader();
  #restsUntil = Number.POSITIVE_INFINITY;

  constructor(open: Open, keeper: Keeper) {
    this.#keeper = keeper;
    this.#patience = setTimeout(() => this.end(new Error('no handshake in time')), CONNECT_MS);
    const callback = (count: number) => this.#read(count);
    this.#socket = open({ buffer: shared, callback }, () => this.#begin());
    this.#socket.setNoDelay(true);
    this.#socket.on('error', (error) => this.end(error));
    this.#socket.on('end', () => this.end(new Error('ended by the other side')));
    this.#socket.on('close', () => this.end(new Error('closed')));
  }

  /** It rests, and the other side does not end it soon. */
  get isFresh(): boolean {
    return !this.#hasEnded && performance.now() < this.#restsUntil;
  }

  carries(carried: Carried): boolean {
    return this.#carried === carried;
  }

  ask(carried: Carried): void {
    this.#carried = carried;
    this.#socket.ref();
    if (this.#isReady) this.#write(carried);
  }

  /** Ends it, and what it carries. */
  end(error: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#patience);
    const carried = this.#carried;
    this.#carried = null;
    this.#socket.destroy();
    this.#keeper.ended(this);
    carried?.lost(error);
  }

  #begin(): void {
    clearTimeout(this.#patience);
    this.#isReady = true;
    if (this.#carried === null) this.#rest();
    else this.#write(this.#carried);
  }

  #write({ text }: Carried): void {
    this.#reader = new AnswerReader();
    this.#socket.write(text, 'utf8');
  }

  #read(count: number): boolean {
    try {
      if (this.#carried === null) throw new TypeError('nobody has asked');
      const answer = this.#reader.read(shared.subarray(0, count));
      this.#carried.heard(count, this.#reader.hasBegun);
      if (answer !== null) this.#give(answer, this.#carried);
    } catch (error) {
      this.end(error);
    }
    return true;
  }

  #give(answer: Answer, carried: Carried): void {
    this.#carried = null;
    const keptMs = keptForMs(answer.head);
    if (keptMs === 0) this.end(undefined);
    else {
      this.#restsUntil = performance.now() + Math.max(0, keptMs - EARLIER_MS);
      this.#rest();
    }
    carried.answered(answer);
  }

  #rest(): void {
    this.#socket.unref();
    this.#keeper.rested(this);
  }
}
