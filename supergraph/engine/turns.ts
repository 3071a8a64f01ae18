import { performance } from 'node:perf_hooks';

/** When operations run, and when they wait for others to end. */
export interface TurnLimits {
  /** What may be under way at once, by the lengths of the answers that come of it, in characters. */
  readonly most: number;
  /** Who answers less never waits. */
  readonly light: number;
  /** How often it is looked whether there is time to spare, in milliseconds. */
  readonly lookMs: number;
}

const usual: TurnLimits = { most: 1024 * 1024, light: 8 * 1024, lookMs: 4 };

/** Below this share of its time a process waits rather than works. */
const BUSY = 0.85;

/** Somebody who waits. */
interface Waiting {
  readonly weight: number;
  readonly begin: () => void;
}

/**
 * While the process has more to do than it can, operations with long answers run a few at a time, in the order in which they came: what is under
 * way grows old in memory while all wait for all, and collecting it takes a third of the time that there is. Nobody waits for anybody where
 * there is time to spare: an operation that waits for a slow institution holds up nothing.
 */
export class Turns {
  readonly #limits: TurnLimits;
  readonly #waiting: Waiting[] = [];
  #under = 0;
  #looking: NodeJS.Timeout | undefined;
  #looked = performance.eventLoopUtilization();

  constructor(limits: TurnLimits = usual) {
    this.#limits = limits;
  }

  /** Runs something that weighs so much in its turn. */
  take<Result>(weight: number, run: () => Promise<Result>): Promise<Result> {
    return weight < this.#limits.light ? run() : this.#inTurn(weight, run);
  }

  async #inTurn<Result>(weight: number, run: () => Promise<Result>): Promise<Result> {
    if (this.#waiting.length > 0 || !this.#hasRoom(weight)) await this.#turn(weight);
    else this.#under += weight;
    try {
      return await run();
    } finally {
      this.#under -= weight;
      while (this.#waiting[0] !== undefined && this.#hasRoom(this.#waiting[0].weight)) this.#beginNext();
    }
  }

  #hasRoom(weight: number): boolean {
    return this.#under === 0 || this.#under + weight <= this.#limits.most;
  }

  #turn(weight: number): Promise<void> {
    return new Promise((begin) => {
      this.#waiting.push({ weight, begin });
      this.#look();
    });
  }

  #beginNext(): void {
    const next = this.#waiting.shift();
    this.#under += next?.weight ?? 0;
    next?.begin();
  }

  /** Lets one more begin whenever there was time to spare. */
  #look(): void {
    if (this.#looking !== undefined) return;
    this.#looked = performance.eventLoopUtilization();
    this.#looking = setTimeout(() => {
      this.#looking = undefined;
      const { utilization } = performance.eventLoopUtilization(this.#looked);
      if (utilization < BUSY) this.#beginNext();
      if (this.#waiting.length > 0) this.#look();
    }, this.#limits.lookMs);
  }
}
