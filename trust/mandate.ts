import type { KeyObject } from 'node:crypto';
import { type Caller, type DelegatedDuty, type Duty, duties, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { type CompactJws, readCompact, signCompact } from './compactJws.ts';
import type { ServiceKey } from './identity.ts';
import { newId } from './newId.ts';
import type { ServiceEntry, ServiceRole } from './registry.ts';
import { ownKey } from './serviceKeys.ts';
import { readSessionClaim, type SessionKey, sessionClaim } from './sessionKey.ts';
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
}

/** How a mandate is read. */
export interface Reading {
  /** Who must have written it. */
  readonly issuer: ServiceEntry;
  readonly audience: string;
  /** The keys that may have signed it, by what its header calls them. */
  readonly keysOf: (kid: string) => readonly KeyObject[];
}

/** How long a mandate is good, in seconds, and how far clocks may be apart. */
export const mandateSeconds = 30;
const skewSeconds = 5;
const type = 'mandate+jwt';

/** Writes a mandate for one request: a JWS (RFC 7515) signed with the service's own key. It may offer a session to its reader. */
export function issueMandate(issuer: ServiceKey, errand: Errand, offered: SessionKey | null = null): string {
  const claims = claimsOf(issuer, errand);
  const signed = offered === null ? claims : { ...claims, session: sessionClaim(offered) };
  return signCompact({ header: { typ: type, kid: issuer.name }, claims: signed }, ownKey(issuer));
}

/** Writes one under a session that its reader knows: the same, but for the signature, which takes a tenth of the time. */
export function issueMandateUnder(session: SessionKey, issuer: Pick<ServiceKey, 'name'>, errand: Errand): string {
  return signCompact({ header: headerUnder(session), claims: claimsOf(issuer, errand) }, session.key);
}

const headers = new WeakMap<SessionKey, CompactJws['header']>();

function headerUnder(session: SessionKey): CompactJws['header'] {
  const known = headers.get(session) ?? { typ: type, kid: session.id };
  headers.set(session, known);
  return known;
}

function claimsOf(issuer: Pick<ServiceKey, 'name'>, { audience, digest, nonce, caller, record, operation, token }: Errand): Claims {
  const iat = Math.floor(Date.now() / 1_000);
  const bounds = { iss: issuer.name, aud: audience, iat, exp: iat + mandateSeconds, jti: newId(), digest, nonce };
  return { ...bounds, caller, record, operation, token };
}

/** Reads a mandate; throws unless this issuer wrote it for this audience within the last 30 seconds. */
export function readMandate(jws: string, { issuer, audience, keysOf }: Reading): SignedMandate {
  const { header, claims, key } = readCompact(jws, keysOf);
  const isForUs = header.typ === type && claims.iss === issuer.name && claims.aud === audience;
  if (!isForUs) throw new TypeError('meant for others');
  const until = endOf(claims, Date.now() / 1_000);
  const { jti: id, digest, nonce } = claims;
  if (typeof id !== 'string' || id.length !== 26 || typeof digest !== 'string') throw new TypeError('bound to nothing');
  return { mandate: mandateIn(claims, issuer, audience), id, digest, nonce: readText(nonce), until, offered: offeredIn(claims, key) };
}

/** Under a session none begins: each has a signature of its own, or none would ever end. */
function offeredIn({ session }: Claims, key: KeyObject): SignedMandate['offered'] {
  const offered = readSessionClaim(session);
  if (offered !== null && key.type === 'secret') throw new TypeError('a session without a signature');
  return offered === null ? null : { ...offered, signedBy: key };
}

/** When no clock takes it for valid any more, at the latest 30 seconds after it was written; throws where that is past, or the beginning lies ahead. */
function endOf({ iat, exp }: Claims, now: number): number {
  if (typeof iat !== 'number' || typeof exp !== 'number') throw new TypeError('no time');
  const end = Math.min(exp, iat + mandateSeconds) + skewSeconds;
  if (iat > now + skewSeconds || end < now) throw new TypeError('not now');
  return end;
}

type Claims = Readonly<Record<string, unknown>>;

function mandateIn(claims: Claims, issuer: ServiceEntry, audience: string): Mandate {
  const { caller, record, operation, token } = claims;
  return {
    issuer: issuer.name,
    role: issuer.role,
    audience,
    caller: caller === null ? null : readCaller(caller),
    record: readText(record),
    operation: readText(operation),
    token: readText(token),
  };
}

function readCaller(value: unknown): Caller {
  if (typeof value !== 'object' || value === null) throw new TypeError('no caller');
  const { official, institution, duties: held, clearance, delegatedBy } = value as Partial<Record<keyof Caller, unknown>>;
  if (!Array.isArray(held) || !held.every(isDuty) || typeof clearance !== 'boolean') throw new TypeError('no caller');
  const known = { official: parseOfficialId(official), institution: parseInstitutionCode(institution), duties: held, clearance };
  return delegatedBy === undefined ? known : { ...known, delegatedBy: readDelegated(delegatedBy) };
}

function readDelegated(value: unknown): readonly DelegatedDuty[] {
  if (!Array.isArray(value)) throw new TypeError('no duties');
  return value.map(({ duty, by }: Partial<Record<keyof DelegatedDuty, unknown>>) => {
    if (!isDuty(duty)) throw new TypeError('no duty');
    return { duty, by: parseOfficialId(by) };
  });
}

function readText(value: unknown): string | null {
  if (value !== null && typeof value !== 'string') throw new TypeError('no text');
  return value;
}

const isDuty = (value: unknown): value is Duty => duties.some((duty) => duty === value);
