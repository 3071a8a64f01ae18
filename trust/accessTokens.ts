import { hash } from 'node:crypto';
import { Refusal } from '@chancery/domain';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { BoundedCache } from './boundedCache.ts';
import { type IssuerAddress, IssuerKeys } from './issuerKeys.ts';
import { RefusedInProduction } from './production.ts';
import { type ClaimNames, type ReadToken, readPayload, type TokenClaims } from './tokenClaims.ts';

/** Whose tokens are believed, and where in them it stands who asks. */
export interface TokenOptions extends IssuerAddress, ClaimNames {
  /** Whom they must be for; `chancery` unless said. */
  readonly audience?: string | undefined;
}

interface Verified extends ReadToken {
  /** Until when it need not be looked at again; by the clock that nobody sets. */
  readonly rememberedUntil: number;
}

// Signatures by private keys alone: no secret that both sides know, and never `none`.
const algorithms = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];
/** What a token may call itself: an access token (RFC 9068), or a JWT without more. */
const types = ['at+jwt', 'application/at+jwt', 'jwt'];
const skewSeconds = 5;
const rememberedMs = 30_000;
const longestToken = 8_192;

/** Reads access tokens: JWTs that one of the issuer's keys has signed (§2.1). */
export class AccessTokens {
  readonly #options: TokenOptions;
  readonly #keys: IssuerKeys;
  // Verifying costs more than the rest of a small query. A key that is withdrawn is believed for as long as this remembers.
  readonly #verified = new BoundedCache<Verified>(5_000, 8_000_000);
  /** By their digests too: a new token often comes with many questions at once, and is looked at once for all of them. */
  readonly #learning = new Map<string, Promise<Verified>>();

  constructor(options: TokenOptions) {
    this.#options = options;
    this.#keys = new IssuerKeys(options);
  }

  /**
   * Looks at an issuer that is to be believed in earnest, before anybody asks. Throws `RefusedInProduction` (§2.8); one that is away is looked
   * at when it is needed.
   */
  async prepare(): Promise<void> {
    if (this.#options.isInEarnest !== true) return;
    await this.#keys.current().catch((error: unknown) => {
      if (error instanceof RefusedInProduction) throw error;
    });
  }

  /**
   * Who asks by a header `authorization`; nobody without one. `certificate` is the thumbprint of the certificate that the asker's connection has
   * proven. Throws `TOKEN_EXPIRED`, `TOKEN_INVALID`, or `SERVICE_UNAVAILABLE` when the keys cannot be had.
   */
  async read(authorization: string | undefined, certificate: string | null = null): Promise<TokenClaims | null> {
    if (authorization === undefined) return null;
    const token = bearerOf(authorization);
    const digest = digestOf(token);
    return shownWith(certificate, this.#known(digest) ?? (await this.#learned(token, digest)));
  }

  /** The same, where there is nothing to wait for: undefined for a token that is not known yet. */
  readKnown(authorization: string | undefined, certificate: string | null): TokenClaims | null | undefined {
    if (authorization === undefined) return null;
    const known = this.#known(digestOf(bearerOf(authorization)));
    return known === undefined ? undefined : shownWith(certificate, known);
  }

  /** Who asks by a token that somebody else has taken, and has compared with the asker's certificate. Throws as `read` does. */
  async verify(token: string): Promise<TokenClaims> {
    const digest = digestOf(token);
    return (this.#known(digest) ?? (await this.#learned(token, digest))).claims;
  }

  #known(digest: string): Verified | undefined {
    const known = this.#verified.get(digest);
    return known !== undefined && Date.now() < known.until && performance.now() < known.rememberedUntil ? known : undefined;
  }

  #learned(token: string, digest: string): Promise<Verified> {
    const before = this.#learning.get(digest);
    if (before !== undefined) return before;
    const learning = this.#learn(token, digest).finally(() => this.#learning.delete(digest));
    this.#learning.set(digest, learning);
    return learning;
  }

  async #learn(token: string, digest: string): Promise<Verified> {
    try {
      const read = readPayload(await this.#verify(token), this.#options);
      const verified = { ...read, rememberedUntil: performance.now() + rememberedMs };
      this.#verified.set(digest, verified, 500);
      return verified;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async #verify(token: string): Promise<JWTPayload> {
    try {
      return await this.#verifyWith(token, await this.#keys.current());
    } catch (error) {
      const newer = error instanceof errors.JWKSNoMatchingKey ? this.#keys.newer() : undefined;
      if (newer === undefined) throw error;
      return this.#verifyWith(token, await newer);
    }
  }

  async #verifyWith(token: string, keys: JWTVerifyGetKey): Promise<JWTPayload> {
    const { issuer, audience = 'chancery', officialClaim = 'sub' } = this.#options;
    const getKey: JWTVerifyGetKey = (header, jws) => {
      if (typeof header.kid !== 'string') throw new errors.JWSInvalid('no kid');
      if (header.typ !== undefined && !types.includes(header.typ.toLowerCase())) throw new errors.JWSInvalid('no access token');
      return keys(header, jws);
    };
    const expected = { algorithms, issuer, audience, clockTolerance: skewSeconds, requiredClaims: ['exp', officialClaim] };
    return (await jwtVerify(token, getKey, expected)).payload;
  }
}

/** What a token says, to whoever may show it. Throws `TOKEN_INVALID`. */
function shownWith(certificate: string | null, { claims, boundTo }: Verified): TokenClaims {
  if (boundTo !== null && boundTo !== certificate) throw new Refusal('TOKEN_INVALID');
  return claims;
}

/** Tokens are remembered by their digests: no secret is kept. */
function digestOf(token: string): string {
  if (token.length > longestToken) throw new Refusal('TOKEN_INVALID');
  return hash('sha256', token, 'base64url');
}

function bearerOf(authorization: string): string {
  const token = bearerTokenIn(authorization);
  if (token === null) throw new Refusal('TOKEN_INVALID');
  return token;
}

/** The token in a header `authorization` (RFC 6750 §2.1); null where it holds none. */
export const bearerTokenIn = (authorization: string | undefined): string | null =>
  /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? null;

/** Which of the checks failed helps only a forger. */
function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new Refusal('TOKEN_EXPIRED');
  const isMalformed = error instanceof Refusal && error.code === 'MALFORMED_ID';
  // Nobody is let in by a demonstration; the log of the start says why.
  const isNoToken = error instanceof errors.JOSEError || error instanceof RefusedInProduction || isMalformed;
  return isNoToken ? new Refusal('TOKEN_INVALID') : error;
}
