import type { Carried, Open } from './carried.ts';
import { Connection } from './connection.ts';

/** How many connections there may be to one service at once. */
const MOST_CONNECTIONS = 64;

/** The kept connections to one service. Who finds all of them busy waits for the next, in order. */
export class Line {
  readonly #open: Open;
  readonly #most: number;
  readonly #all = new Set<Connection>();
  /** The one that answered last is asked first: the others are ended by their server some day. */
  readonly #resting: Connection[] = [];
  readonly #waiting = new Set<Carried>();
  /** By what is alike in them: where questions of this turn go. */
  readonly #gathering = new Map<string, Connection>();
  readonly #keeper = {
    rested: (connection: Connection) => this.#rested(connection),
    ended: (connection: Connection) => this.#ended(connection),
  };
  #isRetired = false;
  readonly #empty = Promise.withResolvers<void>();

  constructor(open: Open, most = MOST_CONNECTIONS) {
    this.#open = open;
    this.#most = most;
  }

  /** Carries a question; it hears what becomes of it. Alike ones of one turn go together: each write costs more than a question. */
  carry(carried: Carried): void {
    const shared = carried.alike === null ? undefined : this.#gathering.get(carried.alike);
    const connection = shared?.hasRoom === true ? shared : (this.#fresh() ?? (this.#all.size < this.#most ? this.#another() : undefined));
    if (connection === undefined) {
      this.#waiting.add(carried);
      return;
    }
    connection.ask(carried);
    if (carried.alike !== null && connection !== shared) this.#gather(carried.alike, connection);
  }

  /** Carries a question no longer: nobody waits for it. The connection that it alone is on ends. */
  drop(carried: Carried, error: unknown): void {
    if (this.#waiting.delete(carried)) carried.lost(error);
    else for (const connection of this.#all) if (connection.carries(carried)) connection.drop(carried, error);
  }

  /** Ends its connections as soon as nothing waits for them any more; resolves when there are none. */
  retire(): Promise<void> {
    this.#isRetired = true;
    for (const connection of this.#resting.splice(0)) connection.end(undefined);
    if (this.#all.size === 0) this.#empty.resolve();
    return this.#empty.promise;
  }

  /** Ends all connections, and with them what they carry and who waits for one. */
  destroy(error: unknown): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const connection of [...this.#all]) connection.end(error);
    for (const carried of waiting) carried.lost(error);
  }

  #gather(alike: string, connection: Connection): void {
    if (this.#gathering.size === 0) process.nextTick(() => this.#gathering.clear());
    this.#gathering.set(alike, connection);
  }

  #fresh(): Connection | undefined {
    for (let last = this.#resting.pop(); last !== undefined; last = this.#resting.pop()) {
      if (last.isFresh) return last;
      last.end(undefined);
    }
    return undefined;
  }

  #another(): Connection {
    const connection = new Connection(this.#open, this.#keeper);
    this.#all.add(connection);
    return connection;
  }

  #rested(connection: Connection): void {
    const next = this.#next();
    if (next !== undefined) connection.ask(next);
    else if (this.#isRetired) connection.end(undefined);
    else this.#resting.push(connection);
  }

  #ended(connection: Connection): void {
    this.#all.delete(connection);
    const at = this.#resting.indexOf(connection);
    if (at >= 0) this.#resting.splice(at, 1);
    const next = this.#next();
    if (next !== undefined) this.#another().ask(next);
    else if (this.#isRetired && this.#all.size === 0) this.#empty.resolve();
  }

  #next(): Carried | undefined {
    const [next] = this.#waiting;
    if (next !== undefined) this.#waiting.delete(next);
    return next;
  }
}
