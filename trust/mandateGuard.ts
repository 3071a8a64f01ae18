import { Refusal } from '@chancery/domain';
import { type Mandate, readMandate, type SignedMandate } from './mandate.ts';
import { newId } from './newId.ts';
import type { ServiceRegistry } from './registry.ts';
import { SeenMandates } from './seenMandates.ts';

/** The header in which a service that refuses a mandate says what its present run is called. */
export const nonceHeader = 'mandate-nonce';

/**
 * Takes the mandates of one service: each from the service that its connection belongs to, for the very request that it was written for, once.
 *
 * What was seen is remembered for as long as it is valid, and forgotten with the process. So a mandate also names the run of the process that
 * it is for (its nonce, as in RFC 9449 §8): what was written for an earlier run, or for another process of the same service, is refused. Who does
 * not know the nonce yet is told it with the refusal, and asks again.
 */
export class MandateGuard {
  readonly nonce = newId();
  readonly #registry: ServiceRegistry;
  readonly #audience: string;
  readonly #seen = new Map<string, SeenMandates>();

  constructor(registry: ServiceRegistry, audience: string) {
    this.#registry = registry;
    this.#audience = audience;
  }

  /** Reads what the header `authorization` says, for a connection of `peer`. Throws `Refusal('UNAUTHENTICATED')`. */
  read(authorization: string | undefined, peer: string): SignedMandate {
    const jws = authorization?.startsWith(scheme) === true ? authorization.slice(scheme.length) : '';
    const signed = orRefuse(() => readMandate(jws, this.#registry, this.#audience));
    // Which of the checks failed helps only a forger.
    if (signed.mandate.issuer !== peer || signed.nonce !== this.nonce) throw new Refusal('UNAUTHENTICATED');
    return signed;
  }

  /** The mandate of a request with this digest, used by it. Throws `UNAUTHENTICATED`; `SERVICE_UNAVAILABLE` where no more can be remembered. */
  admit({ mandate, digest, id, until }: SignedMandate, requested: string): Mandate {
    if (digest !== requested) throw new Refusal('UNAUTHENTICATED');
    const novelty = this.#seenFrom(mandate.issuer).note(id, until, Date.now() / 1_000);
    if (novelty === 'seen') throw new Refusal('UNAUTHENTICATED');
    if (novelty === 'full') throw new Refusal('SERVICE_UNAVAILABLE');
    return mandate;
  }

  // One for each issuer: a service that calls too often takes nobody else's place.
  #seenFrom(issuer: string): SeenMandates {
    const known = this.#seen.get(issuer) ?? new SeenMandates();
    this.#seen.set(issuer, known);
    return known;
  }
}

const scheme = 'Mandate ';

function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new Refusal('UNAUTHENTICATED');
  }
}
