import { BoundedCache } from './boundedCache.ts';
import type { ServiceIdentity } from './identity.ts';
import { MandateSession } from './mandateSession.ts';

/** How many operations of one service are remembered as held by it. */
const MOST_HELD = 2_000;

/**
 * What a service has told of its present run: what it calls it, and which operations it holds; and what we have in common with it. A service that
 * has started anew holds none, and knows no session.
 */
export class KnownRun {
  /** Null before the service has told anything. */
  readonly nonce: string | null;
  /** Whether its answers say to which question they are. */
  namesQuestions = false;
  readonly #held = new BoundedCache<true>(MOST_HELD, MOST_HELD);
  #session: MandateSession | undefined;

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

  /** The session for mandates to this run, a new one where there is none that this identity may still use; null for a run without a name. */
  session(identity: ServiceIdentity): MandateSession | null {
    if (this.nonce === null) return null;
    if (this.#session?.isOf(identity) !== true) this.#session = new MandateSession(identity);
    return this.#session;
  }

  /** The run does not know this session. Another one may have taken its place meanwhile. */
  end(session: MandateSession): void {
    if (this.#session === session) this.#session = undefined;
  }
}
