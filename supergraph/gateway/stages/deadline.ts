import { setMaxListeners } from 'node:events';

/** How long something may take that others wait for. */
export interface Deadline {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
  /** What is left of it, in milliseconds. */
  leftMs(): number;
}

/** Timers of one length cost next to nothing: a deadline may be as much later. */
const STEP_MS = 50;

/** A deadline that somebody who hurries can bring forward. */
export class RunningDeadline implements Deadline {
  /** Kept a while after the end, so that what has come can still be joined. */
  readonly over: Promise<undefined>;
  readonly #endsAt: number;
  readonly #resolve: (nothing: undefined) => void;
  #timer: NodeJS.Timeout;
  #controller: AbortController | undefined;
  #isOver = false;

  /** In `ms`, and `grace` more for what comes after. */
  constructor(ms: number, grace: number) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.over = promise;
    this.#resolve = resolve;
    this.#endsAt = performance.now() + ms;
    this.#timer = setTimeout(
      () => {
        this.#stop();
        this.#timer = setTimeout(resolve, grace, undefined);
      },
      Math.ceil(ms / STEP_MS) * STEP_MS,
    );
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      // Every fetch of an operation listens to it.
      setMaxListeners(0, this.#controller.signal);
      if (this.#isOver) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  leftMs(): number {
    return Math.max(0, this.#endsAt - performance.now());
  }

  /** Nobody waits any more. */
  end(): void {
    this.#stop();
    this.#resolve(undefined);
  }

  /** It was kept. */
  clear(): void {
    clearTimeout(this.#timer);
  }

  #stop(): void {
    this.#isOver = true;
    this.#controller?.abort();
  }
}
