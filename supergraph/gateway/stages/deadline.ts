import { Stop, type StopSignal } from '@chancery/trust';

/** How long something may take that others wait for. */
export interface Deadline {
  /** Aborted when the time is over. */
  readonly signal: StopSignal;
  /** What is left of it, in milliseconds. */
  leftMs(): number;
}

/** Timers of one length cost next to nothing: a deadline may be as much later. */
const STEP_MS = 50;

/** A deadline that somebody who hurries can bring forward. */
export class RunningDeadline implements Deadline {
  readonly #stop = new Stop();
  readonly #endsAt: number;
  #timer: NodeJS.Timeout;
  #isOver = false;
  #tell: (() => void) | undefined;

  /** In `ms`; what has come can still be joined for `grace` more. */
  constructor(ms: number, grace: number) {
    this.#endsAt = performance.now() + ms;
    this.#timer = setTimeout(
      () => {
        this.#stop.abort();
        this.#timer = setTimeout(() => this.end(), grace);
      },
      Math.ceil(ms / STEP_MS) * STEP_MS,
    );
  }

  get signal(): StopSignal {
    return this.#stop;
  }

  leftMs(): number {
    return Math.max(0, this.#endsAt - performance.now());
  }

  /** What comes of something; nothing when the time for it is over. For one at a time. */
  outcomeOf<Outcome>(running: Promise<Outcome>): Promise<Outcome | undefined> {
    return new Promise((resolve, reject) => {
      this.#tell = () => resolve(undefined);
      running.then(resolve, reject);
      if (this.#isOver) this.#tell();
    });
  }

  /** Nobody waits any more. */
  end(): void {
    this.#isOver = true;
    this.#stop.abort();
    this.#tell?.();
  }

  /** It was kept. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
