import { reportFault } from '@chancery/kernel';
import { withSpan } from '@chancery/observability';
import { newId } from '@chancery/trust';
import { carryOut } from './carryOut.ts';
import type { Exporting } from './exporting.ts';
import { beat, claim } from './lease.ts';
import { dropExpired } from './sweep.ts';

/** How often it is looked whether something is to be done that was begun at another server, and whether something has expired; in milliseconds. */
const lookMs = 2_000;
const sweepMs = 600_000;

/** Makes the exports of a service, one at a time, and drops what has expired. Several servers of the service share the work. */
export class ExportWorker {
  readonly #exporting: Exporting;
  readonly #name = newId();
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  /** Somebody has called since it was looked last. */
  #isNudged = false;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(exporting: Exporting) {
    this.#exporting = exporting;
  }

  start(): void {
    this.#running = this.#work();
  }

  /** Something is to be done. */
  nudge(): void {
    this.#isNudged = true;
    this.#wake();
  }

  /** Ends at once, and gives back what was under way: it goes on at another server, or when this one starts again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
  }

  async #work(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#isNudged = false;
      const more = await this.#once().catch((error: unknown) => {
        reportFault('exports', error);
        return false;
      });
      if (!more) await this.#somethingToDo();
    }
  }

  /** Whether there was something to do. */
  async #once(): Promise<boolean> {
    const { db } = this.#exporting;
    if (performance.now() - this.#sweptAt > sweepMs) {
      this.#sweptAt = performance.now();
      await dropExpired(db);
    }
    const row = await claim(db, this.#name);
    if (row === undefined) return false;
    const lease = { id: row.id, worker: this.#name };
    const silence = beat(db, lease);
    try {
      await withSpan(`export ${row.list}`, { root: true, kind: 'consumer' }, () =>
        carryOut(this.#exporting, lease, row, this.#stopping.signal),
      );
    } finally {
      silence();
    }
    return true;
  }

  #somethingToDo(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, lookMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#isNudged || this.#stopping.signal.aborted) this.#wake();
    });
  }
}
