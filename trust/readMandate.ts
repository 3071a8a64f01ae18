import type { KeyObject } from 'node:crypto';
import { type Caller, type DelegatedDuty, type Duty, duties, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { readCompact } from './compactJws.ts';
import { type Claims, type Mandate, mandateSeconds, mandateType, mostShares, type SignedMandate } from './mandate.ts';
import type { ServiceEntry } from './registry.ts';
import { readSessionClaim } from './sessionKey.ts';

/** How far clocks may be apart, in seconds. */
const skewSeconds = 5;

/** How a mandate is read. */
export interface Reading {
  /** Who must have written it. */
  readonly issuer: ServiceEntry;
  readonly audience: string;
  /** The keys that may have signed it, by what its header calls them. */
  readonly keysOf: (kid: string) => readonly KeyObject[];
}

/**
 * Reads a mandate, or the shares of one that several requests share, in their order; throws unless this issuer wrote it for this audience within the
 * last 30 seconds.
 */
export function readMandate(jws: string, { issuer, audience, keysOf }: Reading): readonly [SignedMandate, ...SignedMandate[]] {
  const { header, claims, key } = readCompact(jws, keysOf);
  const isForUs = header.typ === mandateType && claims.iss === issuer.name && claims.aud === audience;
  if (!isForUs) throw new TypeError('meant for others');
  const until = endOf(claims, Date.now() / 1_000);
  const { jti: id } = claims;
  if (typeof id !== 'string' || id.length !== 26) throw new TypeError('no id');
  const isShare = claims.shares !== undefined;
  const common = { id, nonce: readText(claims.nonce), until, offered: offeredIn(claims, key), isShare };
  const signedFor = (own: Claims): SignedMandate => {
    if (typeof own.digest !== 'string') throw new TypeError('bound to nothing');
    return { ...common, mandate: mandateIn(own, issuer, audience), digest: own.digest };
  };
  if (!isShare) return [signedFor(claims)];
  // As a session is: what is signed with the issuer's own key stands for one request.
  if (key.type !== 'secret') throw new TypeError('shared without a session');
  const [first, ...others] = sharesIn(claims);
  return [signedFor(first), ...others.map(signedFor)];
}

/** Each with its caller, who stands once in the mandate. */
function sharesIn({ shares, callers }: Claims): readonly [Claims, ...Claims[]] {
  if (!Array.isArray(shares) || !Array.isArray(callers) || shares.length > mostShares) throw new TypeError('no shares');
  const [first, ...others] = shares.map((share: unknown): Claims => {
    if (typeof share !== 'object' || share === null) throw new TypeError('no share');
    const { caller, ...own } = share as Claims;
    return { ...own, caller: caller === null ? null : callers[caller as number] };
  });
  if (first === undefined) throw new TypeError('no shares');
  return [first, ...others];
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
