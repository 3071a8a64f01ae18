import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** So many operations are always let in. */
const ALWAYS = 4;
/** From this part of its time on, the processor is what operations wait for. */
const BUSY = 0.9;
const LOOK_MS = 50;

/**
 * Lets operations in. While they wait for others, any number may be inside; where the processor itself is what they wait for, more of them at
 * once are no faster: each only holds for longer what has come for it, which costs memory and the time to look after it. Then they wait
 * outside, in the order in which they came.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #inside = 0;
  #isBusy = false;
  #lookedAt = performance.now();
  #seen: EventLoopUtilization = performance.eventLoopUtilization();
  #looking: NodeJS.Timeout | undefined;

  /** Waits where it has to; whoever is in says so when he leaves. */
  enter(): Promise<void> | undefined {
    if (this.#hasRoom()) {
      this.#inside++;
      return undefined;
    }
    // Those inside may come to wait for something else, and nobody leave.
    this.#looking ??= setInterval(() => this.#letIn(), LOOK_MS);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    this.#inside--;
    this.#letIn();
  }

  #letIn(): void {
    while (this.#waiting.length > 0 && this.#hasRoom()) {
      this.#inside++;
      this.#waiting.shift()?.();
    }
    if (this.#waiting.length > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #hasRoom(): boolean {
    if (this.#inside < ALWAYS) return true;
    if (performance.now() - this.#lookedAt >= LOOK_MS) {
      const now = performance.eventLoopUtilization();
      this.#isBusy = performance.eventLoopUtilization(now, this.#seen).utilization > BUSY;
      this.#seen = now;
      this.#lookedAt = performance.now();
    }
    return !this.#isBusy;
  }
}
