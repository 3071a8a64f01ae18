import type { KeyObject } from 'node:crypto';
import { type Caller, type DelegatedDuty, type Duty, duties, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { readCompact, signCompact, signingKey, verifyingKey } from './compactJws.ts';
import type { ServiceKey } from './identity.ts';
import { newId } from './newId.ts';
import type { ServiceEntry, ServiceRegistry, ServiceRole } from './registry.ts';

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
}

/** How long a mandate is good, in seconds, and how far clocks may be apart. */
export const mandateSeconds = 30;
const skewSeconds = 5;
const type = 'mandate+jwt';

/** Writes a mandate for one request: a JWS (RFC 7515) signed with the service's own key. */
export function issueMandate(issuer: ServiceKey, { audience, digest, nonce, caller, record, operation, token }: Errand): string {
  const iat = Math.floor(Date.now() / 1_000);
  const bounds = { iss: issuer.name, aud: audience, iat, exp: iat + mandateSeconds, jti: newId(), digest, nonce };
  const key = kept(signing, issuer.privateKey, signingKey);
  return signCompact({ header: { typ: type, kid: issuer.name }, claims: { ...bounds, caller, record, operation, token } }, key);
}

/** Reads a mandate for this audience; throws unless a service of the registry signed it within the last 30 seconds. */
export function readMandate(jws: string, registry: ServiceRegistry, audience: string): SignedMandate {
  const { header, claims } = readCompact(jws, (name) => keysOf(registry.find(name)));
  const issuer = registry.entry(String(header.kid));
  const isForUs = header.typ === type && claims.iss === issuer.name && claims.aud === audience;
  if (!isForUs) throw new TypeError('meant for others');
  const until = endOf(claims, Date.now() / 1_000);
  const { jti: id, digest, nonce } = claims;
  if (typeof id !== 'string' || id.length !== 26 || typeof digest !== 'string') throw new TypeError('bound to nothing');
  return { mandate: mandateIn(claims, issuer, audience), id, digest, nonce: readText(nonce), until };
}

/** When no clock takes it for valid any more, at the latest 30 seconds after it was written; throws where that is past, or the beginning lies ahead. */
function endOf({ iat, exp }: Claims, now: number): number {
  if (typeof iat !== 'number' || typeof exp !== 'number') throw new TypeError('no time');
  const end = Math.min(exp, iat + mandateSeconds) + skewSeconds;
  if (iat > now + skewSeconds || end < now) throw new TypeError('not now');
  return end;
}

type Claims = Readonly<Record<string, unknown>>;

const signing = new WeakMap<object, KeyObject>();
const verifying = new WeakMap<object, KeyObject>();

function keysOf(issuer: ServiceEntry | undefined): readonly KeyObject[] {
  if (issuer === undefined) return [];
  const { publicKey, otherKey } = issuer;
  return (otherKey === undefined ? [publicKey] : [publicKey, otherKey]).map((jwk) => kept(verifying, jwk, verifyingKey));
}

// Importing a key costs more than using it: each is imported once.
function kept<Jwk extends object>(keys: WeakMap<object, KeyObject>, jwk: Jwk, make: (jwk: Jwk) => KeyObject): KeyObject {
  const key = keys.get(jwk) ?? make(jwk);
  keys.set(jwk, key);
  return key;
}

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
