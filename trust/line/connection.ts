import type { Socket } from 'node:net';
import { keptForMs } from './answerHead.ts';
import { type Answer, AnswerReader } from './answerReader.ts';
import type { Carried, Open, Written } from './carried.ts';

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

/** So many questions go together at most: the last one waits for all others. */
const MOST_TOGETHER = 16;
/** And so long for any one of them, in milliseconds. */
const APART_MS = 1_000;
const NOTHING = Buffer.alloc(0);

// All read into the same bytes: what comes is looked at, and copied where more has to come, before anybody reads again.
const shared = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * One kept connection, HTTP/1.1: one question at a time, or several that are written together and answered in their order (RFC 9112 §9.3.2).
 * Whatever it reads that is no answer to a question ends it, so that nothing is ever taken for the answer to the next one.
 */
export class Connection {
  readonly #keeper: Keeper;
  readonly #socket: Socket;
  readonly #patience: NodeJS.Timeout;
  #isReady = false;
  #hasEnded = false;
  #apart: NodeJS.Timeout | undefined;
  /** In the order in which they are answered; null for one that nobody waits for any more. */
  #carried: (Carried | null)[] = [];
  /** Of what is carried, all that is still to be written: also what nobody waits for any more, beside which others are asked. */
  #unsent: Written[] = [];
  #reader: AnswerReader | null = null;
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

  /** Whether another question may go along with those that are asked in this turn. */
  get hasRoom(): boolean {
    return !this.#hasEnded && this.#carried.length < MOST_TOGETHER;
  }

  carries(carried: Carried): boolean {
    return this.#carried.includes(carried);
  }

  /** Asks it at the end of this turn, with whatever else is asked until then. */
  ask(carried: Carried): void {
    if (this.#carried.push(carried) === 1) this.#socket.ref();
    if (this.#unsent.push(carried.text) === 1) process.nextTick(() => this.#write());
  }

  /** Nobody waits for this question any more. Where others are asked beside it, its answer is read over; else the connection ends. */
  drop(carried: Carried, error: unknown): void {
    this.#carried[this.#carried.indexOf(carried)] = null;
    if (this.#carried.every((each) => each === null)) this.end(error);
    carried.lost(error);
  }

  /** Ends it, and what it carries. */
  end(error: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#patience);
    clearTimeout(this.#apart);
    const carried = this.#carried;
    this.#carried = [];
    this.#socket.destroy();
    this.#keeper.ended(this);
    for (const each of carried) each?.lost(error);
  }

  #begin(): void {
    clearTimeout(this.#patience);
    this.#isReady = true;
    if (this.#carried.length === 0) this.#rest();
    else this.#write();
  }

  #write(): void {
    const [first] = this.#unsent;
    if (!this.#isReady || this.#hasEnded || first === undefined) return;
    try {
      this.#socket.write(this.#unsent.length === 1 ? first.alone() : first.together(this.#unsent), 'utf8');
    } catch (error) {
      this.end(error);
      return;
    }
    this.#unsent = [];
    if (this.#carried.length > 1) this.#apart = setTimeout(() => this.#part(), APART_MS);
  }

  /** One takes long: the others, of which nothing has come, are given back rather than that they wait for it. */
  #part(): void {
    for (const [at, carried] of this.#carried.entries()) {
      if (at === 0 || carried === null) continue;
      this.#carried[at] = null;
      carried.lost(new Error('behind another that takes long'));
    }
  }

  #read(count: number): boolean {
    try {
      for (let bytes: Buffer = shared.subarray(0, count); bytes.length > 0; ) bytes = this.#readOne(bytes);
    } catch (error) {
      this.end(error);
    }
    return true;
  }

  /** Reads on in the answer to the first question; what is left for the next one. */
  #readOne(bytes: Buffer): Buffer {
    const [carried] = this.#carried;
    if (carried === undefined) throw new TypeError('nobody has asked');
    const reader = this.#reader ?? new AnswerReader(this.#carried.length > 1);
    this.#reader = reader;
    const answer = reader.read(bytes);
    const rest = answer === null ? NOTHING : reader.rest;
    if (carried !== null) this.#tell(carried, bytes.length - rest.length, reader.hasBegun);
    if (answer !== null) this.#give(answer, carried);
    return rest;
  }

  /** What one question has heard enough of is no word about the others on this connection. */
  #tell(carried: Carried, bytes: number, hasBegun: boolean): void {
    try {
      carried.heard(bytes, hasBegun);
    } catch (error) {
      this.#carried.shift();
      this.end(new Error('ended by a question before'));
      carried.lost(error);
    }
  }

  #give(answer: Answer, carried: Carried | null): void {
    if (this.#hasEnded) return;
    this.#carried.shift();
    this.#reader = null;
    const keptMs = keptForMs(answer.head);
    if (keptMs === 0) this.end(new Error('ended by the other side'));
    else if (this.#carried.length > 0) this.#apart?.refresh();
    else {
      clearTimeout(this.#apart);
      this.#restsUntil = performance.now() + Math.max(0, keptMs - EARLIER_MS);
      this.#rest();
    }
    carried?.answered(answer);
  }

  #rest(): void {
    this.#socket.unref();
    this.#keeper.rested(this);
  }
}
