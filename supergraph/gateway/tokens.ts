import { readFile } from 'node:fs/promises';
import { type InstitutionCode, type OfficialId, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { BoundedCache } from './boundedCache.ts';

/** What a token says: who asks, for which institution. Duties it does not say: they come from the directory. */
export interface TokenClaims {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
  /** What the token allows whoever bears it: its claim `scope` (RFC 8693 §4.2); empty without one. */
  readonly scopes: readonly string[];
}

export interface TokenOptions {
  /** Where the issuer's public keys are: a file or a URL of a JWK set (RFC 7517). */
  readonly jwks: string;
  readonly issuer?: string;
  readonly audience?: string;
}

const algorithms = ['ES256', 'EdDSA', 'Ed25519'];
const skewSeconds = 5;
const pauseMs = 1_000;
const fetchMs = 3_000;
const rememberedMs = 30_000;
const longestToken = 8_192;

/** Reads bearer tokens: JWTs that one of the issuer's keys has signed (§2.1). */
export class Tokens {
  readonly #options: Required<TokenOptions>;
  // Verifying costs more than the rest of a small query. A key that is withdrawn is believed for as long as this remembers.
  readonly #verified = new BoundedCache<{ readonly claims: TokenClaims; readonly until: number }>(5_000, 8_000_000);
  #keys: Promise<JWTVerifyGetKey> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor({ jwks, issuer = 'chancery-demo', audience = 'chancery' }: TokenOptions) {
    this.#options = { jwks, issuer, audience };
  }

  /** Who asks; nobody without a header. Throws `TOKEN_EXPIRED`, `TOKEN_INVALID`, or `SERVICE_UNAVAILABLE` when the keys cannot be had. */
  async read(authorization: string | undefined): Promise<TokenClaims | null> {
    if (authorization === undefined) return null;
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (token === undefined || token.length > longestToken) throw new Refusal('TOKEN_INVALID');
    const known = this.#verified.get(token);
    if (known !== undefined && Date.now() < known.until) return known.claims;
    try {
      const payload = await this.#verify(token);
      const verified = { claims: claims(payload), until: Math.min((payload.exp ?? 0) * 1_000, Date.now() + rememberedMs) };
      this.#verified.set(token, verified, token.length);
      return verified.claims;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new Refusal('TOKEN_EXPIRED');
      // Which of the checks failed helps only a forger.
      if (error instanceof errors.JOSEError || (error instanceof Refusal && error.code === 'MALFORMED_ID'))
        throw new Refusal('TOKEN_INVALID');
      throw error;
    }
  }

  async #verify(token: string): Promise<JWTPayload> {
    try {
      return await this.#verifyWith(token, await this.#current());
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || Date.now() - this.#readAt < pauseMs) throw error;
      // The issuer may have a new key: read its keys again, at most once a second.
      return this.#verifyWith(token, await this.#renewed());
    }
  }

  async #verifyWith(token: string, keys: JWTVerifyGetKey): Promise<JWTPayload> {
    const { issuer, audience } = this.#options;
    const getKey: JWTVerifyGetKey = (header, jws) => {
      if (typeof header.kid !== 'string') throw new errors.JWSInvalid('no kid');
      return keys(header, jws);
    };
    const { payload } = await jwtVerify(token, getKey, {
      algorithms,
      issuer,
      audience,
      clockTolerance: skewSeconds,
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  }

  /** The keys as they were read last. They are read anew every half minute while the old ones serve: so a withdrawn key ends, used or not. */
  #current(): Promise<JWTVerifyGetKey> {
    const keys = this.#keys ?? this.#renewed();
    if (Date.now() - this.#readAt >= rememberedMs) this.#renewed().catch(() => undefined);
    return keys;
  }

  /** Reads the keys anew. Those that could be read before serve until then, and on if it fails. */
  #renewed(): Promise<JWTVerifyGetKey> {
    this.#readAt = Date.now();
    const keys = readKeySet(this.#options.jwks);
    const before = this.#keys;
    this.#keys ??= keys;
    keys.then(
      () => {
        this.#keys = keys;
      },
      () => {
        if (this.#keys === keys) this.#keys = before;
      },
    );
    return keys;
  }
}

const claims = ({ sub, institution, scope }: JWTPayload): TokenClaims => ({
  official: parseOfficialId(sub),
  institution: parseInstitutionCode(institution),
  scopes: typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [],
});

async function readKeySet(place: string): Promise<JWTVerifyGetKey> {
  try {
    const text = /^https?:/.test(place)
      ? await (await fetch(place, { signal: AbortSignal.timeout(fetchMs), redirect: 'error' })).text()
      : await readFile(place, 'utf8');
    return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  } catch {
    throw new Refusal('SERVICE_UNAVAILABLE', 'The keys of the issuer cannot be read.');
  }
}
