/** Runs of something that many wait for: one at a time, with a pause between their beginnings, each for all who asked before it began. */
export class SpacedRuns {
  readonly #run: () => Promise<void>;
  readonly #pauseMs: number;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;

  constructor(run: () => Promise<void>, pauseMs: number) {
    this.#run = run;
    this.#pauseMs = pauseMs;
  }

  /** The end of a run that begins after this call. Throws what the run throws. */
  next(): Promise<void> {
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<void> {
    await this.#running.catch(() => undefined);
    const pause = this.#startedAt + this.#pauseMs - performance.now();
    if (pause > 0) await new Promise((done) => setTimeout(done, pause));
    this.#next = undefined;
    this.#startedAt = performance.now();
    this.#running = this.#run();
    await this.#running;
  }
}
