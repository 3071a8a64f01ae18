import { BoundedCache } from './boundedCache.ts';

/** How many operations of one service are remembered as held by it. */
const MOST_HELD = 2_000;

/** What a service has told of its present run: what it calls it, and which operations it holds. A service that has started anew holds none. */
export class KnownRun {
  /** Null before the service has told anything. */
  readonly nonce: string | null;
  readonly #held = new BoundedCache<true>(MOST_HELD, MOST_HELD);

  constructor(nonce: string | null) {
    this.nonce = nonce;
  }

  holds(hash: string): boolean {
    return this.#held.get(hash) === true;
  }

  hold(hash: string): void {
    this.#held.set(hash, true, 1);
  }

  forget(hash: string): void {
    this.#held.delete(hash);
  }
}
