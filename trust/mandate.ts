import type { Caller } from '@chancery/domain';
import { type CompactJws, signCompact } from './compactJws.ts';
import type { ServiceKey } from './identity.ts';
import { newId } from './newId.ts';
import type { ServiceRole } from './registry.ts';
import { ownKey } from './serviceKeys.ts';
import { type SessionKey, sessionClaim } from './sessionKey.ts';
import type { TakenSession } from './takenSessions.ts';

/** Why a call between services is allowed: who asks, on whose behalf, under which record (DESIGN §6). */
export interface Mandate {
  /** The service that calls, and its role as the registry knows it. */
  readonly issuer: string;
  readonly role: ServiceRole;
  /** The service that is called. */
  readonly audience: string;
  /** The official on whose behalf; nobody where a service acts for itself. */
  readonly caller: Caller | null;
  /** The audit record that was opened for it. */
  readonly record: string | null;
  /** The name of the operation. */
  readonly operation: string | null;
  /** The caller's own access token, for who must not take the issuer's word for the caller. */
  readonly token: string | null;
}

/** What a mandate is written for: one request to one service. */
export interface Errand extends Pick<Mandate, 'audience' | 'caller' | 'record' | 'operation' | 'token'> {
  /** See `requestDigest`. */
  readonly digest: string;
  /** What the audience tells of its present run; null before it has told anything. */
  readonly nonce: string | null;
}

/** A mandate as it was written and signed, before it is known whether it is good for this request. */
export interface SignedMandate extends Pick<Errand, 'digest' | 'nonce'> {
  readonly mandate: Mandate;
  /** Its own id, a ULID. */
  readonly id: string;
  /** Until when it may be used, whatever clocks say; seconds since 1970. */
  readonly until: number;
  /** The session under which its issuer would write the next ones; null where it offers none. */
  readonly offered: Omit<TakenSession, 'certificate'> | null;
  /** It is a share of a mandate that was written for several requests. */
  readonly isShare: boolean;
}

/** How long a mandate is good, in seconds. */
export const mandateSeconds = 30;
export const mandateType = 'mandate+jwt';
/** So many requests may share one. */
export const mostShares = 32;

/** Writes a mandate for one request: a JWS (RFC 7515) signed with the service's own key. It may offer a session to its reader. */
export function issueMandate(issuer: ServiceKey, errand: Errand, offered: SessionKey | null = null): string {
  const claims = claimsOf(issuer, errand);
  const signed = offered === null ? claims : { ...claims, session: sessionClaim(offered) };
  return signCompact({ header: { typ: mandateType, kid: issuer.name }, claims: signed }, ownKey(issuer));
}

/** Writes one under a session that its reader knows: the same, but for the signature, which takes a tenth of the time. */
export function issueMandateUnder(session: SessionKey, issuer: Pick<ServiceKey, 'name'>, errand: Errand): string {
  return signCompact({ header: headerUnder(session), claims: claimsOf(issuer, errand) }, session.key);
}

const headers = new WeakMap<SessionKey, CompactJws['header']>();

function headerUnder(session: SessionKey): CompactJws['header'] {
  const known = headers.get(session) ?? { typ: mandateType, kid: session.id };
  headers.set(session, known);
  return known;
}

function claimsOf(issuer: Pick<ServiceKey, 'name'>, { audience, nonce, ...own }: Errand): Claims {
  return { ...boundsOf(issuer, audience, nonce), ...own };
}

function boundsOf({ name }: Pick<ServiceKey, 'name'>, audience: string, nonce: string | null) {
  const iat = Math.floor(Date.now() / 1_000);
  return { iss: name, aud: audience, iat, exp: iat + mandateSeconds, jti: newId(), nonce };
}

/** What a mandate says. */
export type Claims = Readonly<Record<string, unknown>>;

/** A mandate that several requests share. */
export interface SharedMandate {
  readonly id: string;
  readonly jws: string;
}

/**
 * Writes one mandate for several requests to one run of a service, under a session: each has its share of it, which says what a mandate of its own
 * would. Most of what a mandate costs is its signature.
 */
export function issueSharedMandate(
  session: SessionKey,
  issuer: Pick<ServiceKey, 'name'>,
  { audience, nonce }: Pick<Errand, 'audience' | 'nonce'>,
  requests: readonly Omit<Errand, 'audience' | 'nonce'>[],
): SharedMandate {
  const callers: Caller[] = [];
  const shares = requests.map(({ digest, caller, record, operation, token }) => {
    if (caller !== null && !callers.includes(caller)) callers.push(caller);
    return { digest, caller: caller === null ? null : callers.indexOf(caller), record, operation, token };
  });
  const claims = { ...boundsOf(issuer, audience, nonce), callers, shares };
  return { id: claims.jti, jws: signCompact({ header: headerUnder(session), claims }, session.key) };
}
