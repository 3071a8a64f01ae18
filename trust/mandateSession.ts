import { generateKeySync } from 'node:crypto';
import type { TlsMaterial } from './credentials.ts';
import type { ServiceIdentity, ServiceKey } from './identity.ts';
import { newId } from './newId.ts';
import type { SessionKey } from './sessionKey.ts';
import { sessionMs } from './takenSessions.ts';

/** The header in which a service says which session it knows from now on. */
export const sessionHeader = 'mandate-session';

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

  constructor({ privateKey, credentials }: ServiceIdentity) {
    this.#signedWith = privateKey;
    this.#under = credentials.current;
  }

  /** Whether the run that it was offered to has said that it knows it. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Takes note of what an answer says about sessions. */
  hear(told: string | undefined): void {
    if (told === this.id) this.#isKnown = true;
  }

  /** Whether it is still young, and of the key and the certificate that its holder has now. */
  isOf({ privateKey, credentials }: ServiceIdentity): boolean {
    const isYoung = performance.now() - this.#begunAt < renewedAfterMs;
    return isYoung && privateKey === this.#signedWith && credentials.current === this.#under;
  }
}
