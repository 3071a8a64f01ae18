import type { KeyObject } from 'node:crypto';
import { Refusal } from '@chancery/domain';
import { AwaitedShares } from './awaitedShares.ts';
import type { Mandate, SignedMandate } from './mandate.ts';
import { newId } from './newId.ts';
import type { Peer } from './peer.ts';
import { readMandate } from './readMandate.ts';
import type { ServiceEntry, ServiceRegistry } from './registry.ts';
import { SeenMandates } from './seenMandates.ts';
import { believedKeys } from './serviceKeys.ts';
import { TakenSessions } from './takenSessions.ts';

/** The header in which a service that refuses a mandate says what its present run is called. */
export const nonceHeader = 'mandate-nonce';

/** At the other end of a connection. */
export type Asker = Pick<Peer, 'name' | 'certificate'>;

/** A mandate that was good for its request. */
export interface Admitted {
  readonly mandate: Mandate;
  /** The id of the session that it offered, where that is known from now on. */
  readonly session: string | null;
}

/**
 * Takes the mandates of one service: each from the service that its connection belongs to, for the very request that it was written for, once.
 *
 * What was seen is remembered for as long as it is valid, and forgotten with the process. So a mandate also names the run of the process that
 * it is for (its nonce, as in RFC 9449 §8): what was written for an earlier run, or for another process of the same service, is refused. Who does
 * not know the nonce yet is told it with the refusal, and asks again.
 *
 * A mandate is signed with a key of the registry, or written under a session that such a mandate has offered over a connection of the same
 * certificate. A session ends with that key's place in the registry.
 */
export class MandateGuard {
  readonly nonce = newId();
  readonly #registry: ServiceRegistry;
  readonly #audience: string;
  readonly #seen = new Map<string, SeenMandates>();
  readonly #sessions = new Map<string, TakenSessions>();
  /** By their issuers as the registry names them now: what takes such an entry's place ends what was awaited under it. */
  readonly #shares = new WeakMap<ServiceEntry, AwaitedShares>();

  constructor(registry: ServiceRegistry, audience: string) {
    this.#registry = registry;
    this.#audience = audience;
  }

  /**
   * Reads what the header `authorization` says, for a connection of `asker`: a mandate, or which share of one it is that came with a request before.
   * Throws `Refusal('UNAUTHENTICATED')`; `SERVICE_UNAVAILABLE` where no more can be remembered.
   */
  read(authorization: string | undefined, asker: Asker): SignedMandate {
    const share = shareIn(authorization);
    return share === null ? this.#shown(authorization, asker) : this.#awaited(share, asker);
  }

  /** The mandate of a request with this digest, used by it. Throws as `read` does. */
  admit(signed: SignedMandate, requested: string, asker: Asker): Admitted {
    const { mandate, digest, offered, isShare } = signed;
    if (digest !== requested || mandate.issuer !== asker.name) throw new Refusal('UNAUTHENTICATED');
    if (!isShare) this.#use(signed, asker);
    const session = offered && { ...offered, certificate: asker.certificate };
    const isTaken = session !== null && of(this.#sessions, asker, TakenSessions).take(session, performance.now());
    return { mandate, session: isTaken ? session.id : null };
  }

  #shown(authorization: string | undefined, asker: Asker): SignedMandate {
    const jws = authorization?.startsWith(scheme) === true ? authorization.slice(scheme.length) : '';
    const issuer = this.#issuer(asker);
    const keysOf = (kid: string) => this.#keysOf(kid, issuer, asker);
    const all = orRefuse(() => readMandate(jws, { issuer, audience: this.#audience, keysOf }));
    const [first] = all;
    // Which of the checks failed helps only a forger.
    if (first.nonce !== this.nonce) throw new Refusal('UNAUTHENTICATED');
    if (!first.isShare) return first;
    // Its requests come when they come: it is used up before any of them, or their shares could be had twice.
    this.#use(first, asker);
    const awaited = this.#shares.get(issuer) ?? new AwaitedShares();
    this.#shares.set(issuer, awaited);
    awaited.await(all, asker.certificate, performance.now());
    return first;
  }

  #awaited({ id, place }: Share, asker: Asker): SignedMandate {
    const share = this.#shares.get(this.#issuer(asker))?.take(id, place, asker.certificate, performance.now());
    if (share === undefined || share.until < Date.now() / 1_000) throw new Refusal('UNAUTHENTICATED');
    return share;
  }

  #issuer({ name }: Asker): ServiceEntry {
    const issuer = this.#registry.find(name);
    if (issuer === undefined) throw new Refusal('UNAUTHENTICATED');
    return issuer;
  }

  #use({ id, until }: SignedMandate, asker: Asker): void {
    const novelty = of(this.#seen, asker, SeenMandates).note(id, until, Date.now() / 1_000);
    if (novelty === 'seen') throw new Refusal('UNAUTHENTICATED');
    if (novelty === 'full') throw new Refusal('SERVICE_UNAVAILABLE');
  }

  #keysOf(kid: string, issuer: ServiceEntry, { name, certificate }: Asker): readonly KeyObject[] {
    const believed = believedKeys(issuer);
    if (kid === name) return believed;
    const session = this.#sessions.get(name)?.find(kid, performance.now());
    if (session?.certificate !== certificate) return [];
    return believed.some((key) => key === session.signedBy || key.equals(session.signedBy)) ? [session.key] : [];
  }
}

// One for each issuer: a service that calls too often takes nobody else's place.
function of<Remembered>(all: Map<string, Remembered>, { name }: Asker, Make: new () => Remembered): Remembered {
  const known = all.get(name) ?? new Make();
  all.set(name, known);
  return known;
}

const scheme = 'Mandate ';

/** A place in a mandate that several requests share. */
interface Share {
  readonly id: string;
  readonly place: number;
}

/** How a request says which share is its own. */
export const shareOf = ({ id, place }: Share): string => `Mandate-Share ${id}.${place}`;

function shareIn(authorization: string | undefined): Share | null {
  const [, id, place] = /^Mandate-Share ([0-9A-HJKMNP-TV-Z]{26})\.(\d{1,2})$/.exec(authorization ?? '') ?? [];
  return id === undefined ? null : { id, place: Number(place) };
}

function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new Refusal('UNAUTHENTICATED');
  }
}
