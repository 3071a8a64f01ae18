import { generateKeySync } from 'node:crypto';
import type { TlsMaterial } from './credentials.ts';
import type { ServiceIdentity, ServiceKey } from './identity.ts';
import { newId } from './newId.ts';
import type { SessionKey } from './sessionKey.ts';
import { sessionMs } from './takenSessions.ts';

/** The header in which a service says which session it knows from now on. */
export const sessionHeader = 'mandate-session';

/** The header beside it: how many requests may share a mandate under the session. A service that says nothing takes one for each. */
export const sharesHeader = 'mandate-shares';

/** Another one takes its place before the service forgets it. */
const renewedAfterMs = (sessionMs * 4) / 5;

/**
 * What a service has in common with one run of another: a secret, which it sends with a mandate that it signs, and under which it writes the next
 * mandates once that run has said that it knows it.
 */
export class MandateSession implements SessionKey {
  readonly id = newId();
  readonly key = generateKeySync('hmac', { length: 256 });
  readonly #begunAt = performance.now();
  readonly #signedWith: ServiceKey['privateKey'];
  readonly #under: TlsMaterial;
  #isKnown = false;
  #mostShares = 1;

  constructor({ privateKey, credentials }: ServiceIdentity) {
    this.#signedWith = privateKey;
    this.#under = credentials.current;
  }

  /** Whether the run that it was offered to has said that it knows it. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** How many requests may share a mandate under it. */
  get mostShares(): number {
    return this.#mostShares;
  }

  /** Takes note of what an answer says about sessions. */
  hear(told: string | undefined, shares: string | undefined): void {
    if (told !== this.id) return;
    this.#isKnown = true;
    this.#mostShares = /^\d{1,3}$/.test(shares ?? '') ? Number(shares) : 1;
  }

  /** Whether it is still young, and of the key and the certificate that its holder has now. */
  isOf({ privateKey, credentials }: ServiceIdentity): boolean {
    const isYoung = performance.now() - this.#begunAt < renewedAfterMs;
    return isYoung && privateKey === this.#signedWith && credentials.current === this.#under;
  }
}
