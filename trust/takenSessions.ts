import type { KeyObject } from 'node:crypto';
import type { SessionKey } from './sessionKey.ts';

/** For how long mandates may be written under one session, in milliseconds. */
export const sessionMs = 300_000;

/** A caller's process has one at a time, two while it renews it: room for fifty of them. */
const most = 100;

/** A session, and by what it is known whose it is. */
export interface TakenSession extends SessionKey {
  /** The key of the registry that signed for it. */
  readonly signedBy: KeyObject;
  /** Over whose connection it came: the fingerprint of the certificate. */
  readonly certificate: string;
}

/** The sessions of one issuer, each for five minutes. Of too many none is forgotten before its time: the next one is not taken. */
export class TakenSessions {
  readonly #most: number;
  /** In the order in which they end. */
  readonly #sessions = new Map<string, TakenSession & { readonly until: number }>();

  constructor(atMost = most) {
    this.#most = atMost;
  }

  /** Whether a session is known from now on (milliseconds of a clock that nobody sets). One that is known already is neither changed nor prolonged. */
  take(offered: TakenSession, now: number): boolean {
    this.#forgetPast(now);
    const known = this.#sessions.get(offered.id);
    if (known !== undefined) return isSame(known, offered);
    if (this.#sessions.size >= this.#most) return false;
    this.#sessions.set(offered.id, { ...offered, until: now + sessionMs });
    return true;
  }

  find(id: string, now: number): TakenSession | undefined {
    const known = this.#sessions.get(id);
    return known !== undefined && now < known.until ? known : undefined;
  }

  #forgetPast(now: number): void {
    for (const [id, { until }] of this.#sessions) {
      if (now < until) return;
      this.#sessions.delete(id);
    }
  }
}

const isSame = (known: TakenSession, offered: TakenSession): boolean =>
  known.certificate === offered.certificate && known.key.equals(offered.key) && known.signedBy.equals(offered.signedBy);
