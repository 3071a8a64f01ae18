import { Refusal } from '@chancery/domain';
import { Stop, type StopSignal, Unreachable } from '@chancery/trust';
import type { Deadline } from '../stages/deadline.ts';

/** One who waits for a read of a service. */
export interface Sharer {
  readonly service: string;
  readonly deadline: Deadline | undefined;
  /** Hears how many bytes have come; throws where they are too many for him. */
  weigh(bytes: number): void;
}

/** What holds for a read that several may wait for. */
export interface SharedBounds {
  /** Aborted when nobody waits for it any more. */
  readonly signal: StopSignal;
  weigh(bytes: number): void;
}

/** An answer that is parsed for each who takes it: what one does with it the others do not see. Its bytes are nobody's to change. */
export interface Told<Answer> {
  readonly bytes: Buffer;
  take(): Answer;
}

/** Who may wait so much longer than the first, in milliseconds, asks for himself: the service was told how long the first waits. */
const WAITS_LONGER_MS = 1_000;

/**
 * Nobody joins a read that began longer ago, in milliseconds: of commands that were given at another gateway this one does not know, and what it
 * answers may be older than such a command by so much, and no more (docs/decisions/8).
 */
export const JOINED_WITHIN_MS = 250;

/**
 * Reads that are under way, by what they ask and for whom: who asks for the very same a moment later waits for the same answer. Each leaves when
 * his own time is over or his own measure is full; the read ends when all have left.
 */
export class SharedReads<Answer> {
  readonly #now: () => number;
  #running = new Map<string, SharedRead<Answer>>();

  /** @param now in milliseconds, by a clock that is never set back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @param key all that the answer depends on: the service, for whom, and every byte of what is asked */
  read(key: string, sharer: Sharer, begin: (bounds: SharedBounds) => Promise<Told<Answer>>): Promise<Told<Answer>> {
    const known = this.#running.get(key);
    const now = this.#now();
    if (known?.takes(sharer, now) === true) return known.join(sharer);
    const read = new SharedRead<Answer>(sharer.deadline, now);
    const joined = read.join(sharer);
    this.#running.set(key, read);
    const forget = (): void => {
      if (this.#running.get(key) === read) this.#running.delete(key);
    };
    void read.run(begin).then(forget);
    return joined;
  }

  /** Something changes: what has begun before may not know of it, and nobody joins it any more. */
  forget(): void {
    if (this.#running.size > 0) this.#running = new Map();
  }
}

interface Share<Answer> extends PromiseWithResolvers<Told<Answer>> {
  readonly sharer: Sharer;
  readonly leave: () => void;
}

class SharedRead<Answer> {
  readonly #deadline: Deadline | undefined;
  readonly #begunAt: number;
  readonly #left = new Stop();
  readonly #shares = new Set<Share<Answer>>();
  #size = 0;
  #hasEnded = false;

  /** @param deadline the first one's */
  constructor(deadline: Deadline | undefined, begunAt: number) {
    this.#deadline = deadline;
    this.#begunAt = begunAt;
  }

  takes({ deadline }: Sharer, now: number): boolean {
    if (this.#hasEnded || this.#left.aborted || now - this.#begunAt > JOINED_WITHIN_MS) return false;
    if (this.#deadline === undefined || deadline === undefined) return this.#deadline === deadline;
    return deadline.leftMs() - this.#deadline.leftMs() <= WAITS_LONGER_MS;
  }

  join(sharer: Sharer): Promise<Told<Answer>> {
    const { promise, resolve, reject } = Promise.withResolvers<Told<Answer>>();
    const signal = sharer.deadline?.signal;
    const leave = (): void => this.#leave(share, new Unreachable(sharer.service, 'stopped'));
    const share: Share<Answer> = { sharer, promise, resolve, reject, leave };
    this.#shares.add(share);
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted === true) leave();
    else if (this.#size > 0) this.#weighFor(share, this.#size);
    return promise;
  }

  async run(begin: (bounds: SharedBounds) => Promise<Told<Answer>>): Promise<void> {
    try {
      const told = await begin({ signal: this.#left, weigh: (bytes) => this.#weigh(bytes) });
      for (const share of this.#ended()) share.resolve(told);
    } catch (error) {
      for (const share of this.#ended()) share.reject(error);
    }
  }

  #weigh(bytes: number): void {
    this.#size += bytes;
    for (const share of this.#shares) this.#weighFor(share, bytes);
    if (this.#shares.size === 0) throw new Refusal('OPERATION_TOO_LARGE');
  }

  #weighFor(share: Share<Answer>, bytes: number): void {
    try {
      share.sharer.weigh(bytes);
    } catch (error) {
      this.#leave(share, error);
    }
  }

  #leave(share: Share<Answer>, error: unknown): void {
    if (!this.#shares.delete(share)) return;
    share.sharer.deadline?.signal.removeEventListener('abort', share.leave);
    share.reject(error);
    if (this.#shares.size === 0) this.#left.abort();
  }

  /** From here on nobody can join: he would wait for an answer that has been given. */
  #ended(): readonly Share<Answer>[] {
    this.#hasEnded = true;
    const shares = [...this.#shares];
    this.#shares.clear();
    for (const { sharer, leave } of shares) sharer.deadline?.signal.removeEventListener('abort', leave);
    return shares;
  }
}
