import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '@chancery/domain';
import type { Canceller } from './canceller.ts';
import { currentPatience, type Waiting } from './patience.ts';
import { statementOf, TracedClient } from './tracedClient.ts';

/** How soon a word to cancel is said again, in milliseconds: each time after twice as long, between these. */
const SOONEST_MS = 50;
const LATEST_MS = 1_000;

type Callback = (error: unknown, result?: unknown) => void;
type Run = (...parameters: never[]) => unknown;

/** Ends of transactions are not for one asker alone: they keep a connection in order. */
const reading = /^\s*(?:SELECT|WITH)\b/i;

/**
 * A connection whose statements wait no longer than whoever they are for (see `whilePatient`): what is not begun is not begun any more, and
 * what runs is cancelled.
 */
export class PatientClient extends TracedClient {
  /** By the server's name for a connection; pg knows it, its types do not. */
  declare readonly processID: number | null;
  canceller: Canceller | undefined;

  // pg's overloads cannot be overridden one by one
  override query(...parameters: never[]): never {
    const run: Run = super.query;
    const patience = currentPatience();
    if (patience === undefined || !reading.test(statementOf(parameters[0]))) return run.apply(this, parameters) as never;
    const callback: unknown = parameters.at(-1);
    if (typeof callback !== 'function') return this.#patiently(patience, () => run.apply(this, parameters)) as never;
    const result = this.#patiently(patience, () => run.apply(this, parameters.slice(0, -1)));
    result.then((value) => (callback as Callback)(null, value), callback as Callback);
    return undefined as never;
  }

  async #patiently(patience: Waiting, run: () => unknown): Promise<unknown> {
    if (patience.isOver) throw new Refusal('OPERATION_TOO_SLOW');
    let isEnded = false;
    let cancelled: Promise<void> | undefined;
    const forget = patience.onOver(() => {
      cancelled = this.#cancelUntil(() => isEnded);
    });
    try {
      return await run();
    } finally {
      isEnded = true;
      forget();
      // Whoever has the connection next must not be hit.
      await cancelled;
    }
  }

  /** A word to cancel that comes before the statement does is lost: it is said again until the statement has ended. */
  async #cancelUntil(isEnded: () => boolean): Promise<void> {
    for (let wait = SOONEST_MS; !isEnded() && this.processID !== null; wait = Math.min(2 * wait, LATEST_MS)) {
      await this.canceller?.cancel(this.processID);
      if (!isEnded()) await pause(wait);
    }
  }
}
