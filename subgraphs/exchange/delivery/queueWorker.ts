import { setTimeout as pause } from 'node:timers/promises';
import { reportFault } from '@chancery/kernel';
import { Unreachable } from '@chancery/trust';
import type { Job, PgBoss } from 'pg-boss';

/** How often a queue is looked at when nobody nudges, in milliseconds: for jobs whose time has come, and those of other processes. */
const LOOK_EVERY_MS = 500;
/** How many jobs are fetched at once, so that one recipient's backlog cannot take all hands in one go. */
const LARGEST_FETCH = 8;

export interface QueueWorkerOptions<Data> {
  readonly queue: string;
  /** How many jobs run at the same time in this process. */
  readonly hands: number;
  /** With so many jobs of one group running, no more of it are fetched: an institution that hangs leaves hands for the others. */
  readonly handsForOne: number;
  /** Does one job; what it throws makes pg-boss try again later. It must be repeatable. */
  run(data: Data, stopped: AbortSignal): Promise<void>;
  /**
   * For jobs without a bound of their own: how often it is said that they are still done, and after how long a silence another process takes them over,
   * in milliseconds. What was taken over is stopped here, and so is everything when the worker is.
   */
  readonly beat?: { readonly everyMs: number; readonly silenceMs: number };
}

/**
 * Works through a queue of pg-boss: each job begins as soon as a hand is free, and none waits for a slow neighbour, as they would in
 * pg-boss's own batches. Any number of processes may work on one queue; a job whose process died comes back when it expires.
 */
export class QueueWorker<Data extends object> {
  readonly #boss: PgBoss;
  readonly #options: QueueWorkerOptions<Data>;
  readonly #busy = new Map<Job<Data>, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #ended: Job<Data>[] = [];
  #completing: Promise<void> | undefined;
  #wake = new AbortController();
  #stopped = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(boss: PgBoss, options: QueueWorkerOptions<Data>) {
    this.#boss = boss;
    this.#options = options;
  }

  start(): void {
    this.#looking = this.#look();
  }

  /** There may be something to do: looks at once. */
  nudge(): void {
    this.#wake.abort();
  }

  /** Takes no more jobs and lets those that run come to their end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#options.beat !== undefined) this.#stopping.abort();
    this.nudge();
    await this.#looking;
    await Promise.all(this.#busy.values());
    await this.#completing;
  }

  async #look(): Promise<void> {
    while (!this.#stopped) {
      this.#wake = new AbortController();
      const more = await this.#take().catch((error) => reportFault(`queue ${this.#options.queue}`, error));
      if (more !== true) await pause(LOOK_EVERY_MS, undefined, { signal: this.#wake.signal }).catch(() => undefined);
    }
  }

  /** Fetches what free hands can take; answers whether there may be more for hands that are still free. */
  async #take(): Promise<boolean> {
    const { queue, hands } = this.#options;
    const batchSize = Math.min(hands - this.#busy.size, LARGEST_FETCH);
    if (batchSize <= 0) return false;
    const jobs = await this.#boss.fetch<Data>(queue, { batchSize, ignoreGroups: this.#crowded() });
    for (const job of jobs) this.#busy.set(job, this.#do(job));
    return jobs.length === batchSize;
  }

  #crowded(): string[] {
    const groups = Map.groupBy(this.#busy.keys(), ({ groupId }) => groupId ?? '');
    return [...groups].filter(([group, jobs]) => group !== '' && jobs.length >= this.#options.handsForOne).map(([group]) => group);
  }

  async #do(job: Job<Data>): Promise<void> {
    const full = () => this.#busy.size >= this.#options.hands || this.#crowded().length > 0;
    try {
      await this.#run(job);
      this.#ended.push(job);
      this.#completing ??= this.#complete();
      await this.#completing;
    } catch (error) {
      // A perimeter that is away is no fault of ours.
      if (!(error instanceof Unreachable)) reportFault(`queue ${this.#options.queue}`, error);
      await this.#boss.fail(this.#options.queue, job, { fault: error instanceof Error ? error.name : 'unknown' }).catch(() => undefined);
    } finally {
      const waited = full();
      this.#busy.delete(job);
      if (waited) this.nudge();
    }
  }

  async #run(job: Job<Data>): Promise<void> {
    const { run, queue, beat } = this.#options;
    if (beat === undefined) return run(job.data, this.#stopping.signal);
    const lost = new AbortController();
    let heardAt = Date.now();
    const said = (isHeld: boolean) => {
      if (isHeld) heardAt = Date.now();
      else lost.abort();
    };
    const unsaid = () => Date.now() - heardAt < beat.silenceMs || lost.abort();
    const beating = setInterval(() => void this.#boss.touch(queue, job).then(affectsOne).then(said, unsaid), beat.everyMs);
    try {
      await run(job.data, AbortSignal.any([this.#stopping.signal, lost.signal]));
    } finally {
      clearInterval(beating);
    }
  }

  /** Ends all jobs that are done by now in one statement. One that cannot be ended comes back, and finds nothing left to do. */
  async #complete(): Promise<void> {
    await Promise.resolve();
    while (this.#ended.length > 0) {
      const jobs = this.#ended.splice(0);
      await this.#boss.complete(this.#options.queue, jobs).catch((error) => reportFault(`queue ${this.#options.queue}`, error));
    }
    this.#completing = undefined;
  }
}

/** pg-boss answers how many of the jobs were still this process's; its types do not say so. */
const affectsOne = (answer: object): boolean => 'affected' in answer && answer.affected === 1;
