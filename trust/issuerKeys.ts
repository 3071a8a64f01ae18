import { readFile } from 'node:fs/promises';
import { Refusal } from '@chancery/domain';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { RefusedInProduction } from './production.ts';
import { readJsonFrom } from './readJsonFrom.ts';

/** Where an issuer's public keys are. */
export interface IssuerAddress {
  /** The issuer's name, as its tokens and its discovery document say it. */
  readonly issuer: string;
  /** A file or a URL of a JWK set (RFC 7517); without it the issuer's discovery document says where the keys are. */
  readonly jwks?: string | undefined;
  /** A PEM file of the authorities that the issuer's own certificate may come from; the system's when left out. */
  readonly ca?: string | undefined;
  /** Refuses an issuer of demonstrations, and one without TLS. §2.8 */
  readonly isInEarnest?: boolean | undefined;
}

const pauseMs = 1_000;
const freshMs = 30_000;
/** An issuer that has been away for longer than this is believed no more: it may have withdrawn a key since. */
const lastMs = 12 * 3_600_000;

/**
 * The public keys of an issuer. They are read when they are first needed, and anew every half minute while the old ones serve: so a withdrawn
 * key ends, used or not, and an issuer that is away holds nobody up. (jose's own remote set would wait for it, and fail with it.) All by the clock that
 * nobody sets.
 */
export class IssuerKeys {
  readonly #address: IssuerAddress;
  /** As they were read last. */
  #keys: JWTVerifyGetKey | undefined;
  #provenAt = Number.NEGATIVE_INFINITY;
  /** The reading that is under way. */
  #reading: Promise<JWTVerifyGetKey> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(address: IssuerAddress) {
    this.#address = address;
  }

  /** The keys as they were read last. Throws `SERVICE_UNAVAILABLE` when they could never be read, or not for half a day. */
  async current(): Promise<JWTVerifyGetKey> {
    const isProven = performance.now() - this.#provenAt < lastMs;
    if (this.#keys === undefined || !isProven) return this.newer() ?? Promise.reject(unreadable());
    if (performance.now() - this.#readAt >= freshMs) this.newer()?.catch(() => undefined);
    return this.#keys;
  }

  /** The keys read again, for a key that the last ones lack; undefined within a second of the last reading, unless that is still under way. */
  newer(): Promise<JWTVerifyGetKey> | undefined {
    if (this.#reading === undefined && performance.now() - this.#readAt >= pauseMs) {
      this.#readAt = performance.now();
      this.#reading = this.#read();
    }
    return this.#reading;
  }

  async #read(): Promise<JWTVerifyGetKey> {
    try {
      const keys = await readKeys(this.#address);
      this.#keys = keys;
      this.#provenAt = performance.now();
      return keys;
    } finally {
      this.#reading = undefined;
    }
  }
}

const unreadable = (): Refusal => new Refusal('SERVICE_UNAVAILABLE', 'The keys of the issuer cannot be read.');

async function readKeys(address: IssuerAddress): Promise<JWTVerifyGetKey> {
  try {
    // Read each time: another authority may have taken the place of the one before.
    const ca = address.ca === undefined ? undefined : await readFile(address.ca, 'utf8');
    const place = address.jwks ?? (await discovered(address, ca));
    const keys = /^https?:/.test(place) ? await readJsonFrom(place, ca) : JSON.parse(await readFile(place, 'utf8'));
    if (address.isInEarnest === true) await refuseDemonstration(address, place, keys, ca);
    return createLocalJWKSet(keys as JSONWebKeySet);
  } catch (cause) {
    if (cause instanceof RefusedInProduction) throw cause;
    throw unreadable();
  }
}

/** Where the issuer's discovery document says that the keys are (OpenID Connect Discovery 1.0 §4). */
async function discovered({ issuer, isInEarnest = false }: IssuerAddress, ca: string | undefined): Promise<string> {
  const found = await readJsonFrom(discoveryOf(issuer), ca);
  const { issuer: name, jwks_uri: place } = found;
  // Another name would be another issuer, whose tokens are none of ours (§4.3 there).
  if (name !== issuer || typeof place !== 'string') throw new TypeError('no discovery document of this issuer');
  if (isInEarnest && isMarked(found)) throw demonstration(issuer);
  if (isInEarnest && !place.startsWith('https:'))
    throw new RefusedInProduction([`${issuer} names keys without TLS. Whoever is on the way could put others in their place.`]);
  return place;
}

/**
 * §2.8 Refuses keys of a demonstration, by whatever way they come: the set or a key of it says so, or the discovery document of the issuer, or of who
 * publishes the set. Not everyone has such a document; who has none is not asked for one.
 */
async function refuseDemonstration({ issuer, jwks }: IssuerAddress, place: string, set: unknown, ca: string | undefined): Promise<void> {
  if (isMarked(set)) throw demonstration(place);
  if (jwks === undefined) return;
  const publishers = [issuer, ...(/^https?:/.test(jwks) ? [new URL(jwks).origin] : [])];
  const marked = await Promise.all(publishers.map((base) => readJsonFrom(discoveryOf(base), ca).then(isMarked, () => false)));
  const found = publishers.find((_, index) => marked[index]);
  if (found !== undefined) throw demonstration(found);
}

const discoveryOf = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** Whether a discovery document or a key set says that it is of a demonstration. */
function isMarked(told: unknown): boolean {
  if (typeof told !== 'object' || told === null) return false;
  const { [demonstrationMark]: mark, keys } = told as Readonly<Record<string, unknown>>;
  return mark === true || (Array.isArray(keys) && keys.some((key) => String(key?.kid).startsWith(demonstrationKid(''))));
}

const demonstration = (what: string): RefusedInProduction =>
  new RefusedInProduction([`${what} is of a demonstration. Set CHANCERY_OIDC_ISSUER to the URL of your own issuer.`]);

/** The mark that the embedded issuer carries in its discovery document. */
export const demonstrationMark = 'chancery_demonstration';

/** The name of a demonstration's key: a key set that was copied elsewhere still says where it is from. */
export const demonstrationKid = (thumbprint: string): string => `${demonstrationMark}.${thumbprint}`;
