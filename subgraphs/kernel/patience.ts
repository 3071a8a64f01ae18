import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

/** The longest that an asker may say it waits, in milliseconds: as long as its mandate is good. */
const LONGEST_MS = 30_000;

/** Whoever waits for a read, until he does no more. */
export interface Waiting {
  readonly isOver: boolean;
  /** Tells, once, when it is over; what is returned makes it tell no more. */
  onOver(tell: () => void): () => void;
}

/** A worker waits until it is told to stop. */
export const waitingUntil = (signal: AbortSignal): Waiting => ({
  get isOver() {
    return signal.aborted;
  },
  onOver(tell) {
    signal.addEventListener('abort', tell, { once: true });
    return () => signal.removeEventListener('abort', tell);
  },
});

/**
 * How long the asker of a call waits for its answer: until the time is over that it named, or until it goes away. Then a read has nobody
 * left to be for. What is changed is changed all the same: whoever gave the command may not know, but others will see it.
 */
export class Patience implements Waiting {
  readonly #response: ServerResponse;
  readonly #until: number;
  #isOver = false;

  /** @param named milliseconds, as the header says them: it can shorten the wait and never lengthen it */
  constructor(response: ServerResponse, named: string | readonly string[] | undefined) {
    this.#response = response;
    const isTime = typeof named === 'string' && /^\d{1,5}$/.test(named);
    this.#until = performance.now() + (isTime ? Math.min(Number(named), LONGEST_MS) : LONGEST_MS);
  }

  get isOver(): boolean {
    return this.#isOver || this.#response.destroyed || performance.now() >= this.#until;
  }

  onOver(tell: () => void): () => void {
    const end = () => {
      // Timers are a little early.
      this.#isOver = true;
      tell();
    };
    const timer = setTimeout(end, Math.max(0, this.#until - performance.now()));
    this.#response.once('close', end);
    return () => {
      clearTimeout(timer);
      this.#response.off('close', end);
    };
  }
}

const waiting = new AsyncLocalStorage<Waiting>();

/** Runs a read that is for one asker, or one worker, alone: its statements wait no longer than he does. */
export const whilePatient = <Result>(patience: Waiting, read: () => Result): Result => waiting.run(patience, read);

/** Whose patience the running read depends on; nobody's where more than one answer is at stake. */
export const currentPatience = (): Waiting | undefined => waiting.getStore();
