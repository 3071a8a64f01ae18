import type { KeyObject } from 'node:crypto';
import { type Caller, type DelegatedDuty, type Duty, duties, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { readCompact, signCompact, signingKey, verifyingKey } from './compactJws.ts';
import type { ServiceIdentity } from './identity.ts';
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
}

/** How long a mandate is good, in seconds, and how far clocks may be apart. */
export const mandateSeconds = 30;
const skewSeconds = 5;
const type = 'mandate+jwt';

/** Writes a mandate: a JWS (RFC 7515) signed with the service's own key. */
export async function issueMandate(
  identity: ServiceIdentity,
  { audience, caller, record, operation }: Pick<Mandate, 'audience' | 'caller' | 'record' | 'operation'>,
): Promise<string> {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { iss: identity.name, aud: audience, iat, exp: iat + mandateSeconds, caller, record, operation };
  return signCompact(
    { header: { typ: type, kid: identity.name }, claims },
    kept(signing, identity, () => signingKey(identity.privateKey)),
  );
}

/** Reads a mandate for this audience; throws `Refusal('UNAUTHENTICATED')` unless a service of the registry signed it within the last 30 seconds. */
export async function verifyMandate(jws: string, registry: ServiceRegistry, audience: string): Promise<Mandate> {
  const known = seenBefore(registry).get(`${audience} ${jws}`);
  if (known !== undefined && Date.now() < known.until) return known.mandate;
  try {
    const keyOf = (name: string) => {
      const issuer = registry.find(name);
      return issuer && kept(verifying, issuer, () => verifyingKey(issuer.publicKey));
    };
    const { header, claims } = readCompact(jws, keyOf);
    const issuer = registry.entry(String(header.kid));
    const isForUs = header.typ === type && claims.iss === issuer.name && claims.aud === audience;
    if (!isForUs) throw new TypeError('meant for others');
    const until = endOf(claims, Date.now() / 1_000);
    const mandate = readMandate(claims, issuer, audience);
    remember(registry, `${audience} ${jws}`, { mandate, until: until * 1_000 });
    return mandate;
  } catch {
    // Which of the checks failed helps only a forger.
    throw new Refusal('UNAUTHENTICATED');
  }
}

/** When it ends, in seconds since 1970, at the latest 30 seconds after it was written; throws where that is past, or the beginning lies ahead. */
function endOf({ iat, exp }: Claims, now: number): number {
  if (typeof iat !== 'number' || typeof exp !== 'number') throw new TypeError('no time');
  const end = Math.min(exp, iat + mandateSeconds);
  if (iat > now + skewSeconds || end < now - skewSeconds) throw new TypeError('not now');
  return end;
}

type Claims = Readonly<Record<string, unknown>>;

interface Seen {
  readonly mandate: Mandate;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const largestMemory = 1_000;
const seen = new WeakMap<ServiceRegistry, Map<string, Seen>>();

// Services use their own mandates again for some seconds; checking one costs more than many a resolver.
function seenBefore(registry: ServiceRegistry): Map<string, Seen> {
  const known = seen.get(registry) ?? new Map<string, Seen>();
  seen.set(registry, known);
  return known;
}

function remember(registry: ServiceRegistry, text: string, mandate: Seen): void {
  const known = seenBefore(registry);
  known.set(text, mandate);
  const [oldest] = known.keys();
  if (known.size > largestMemory && oldest !== undefined) known.delete(oldest);
}

const signing = new WeakMap<object, KeyObject>();
const verifying = new WeakMap<object, KeyObject>();

// Importing a key costs more than using it: each is imported once for its owner.
function kept(keys: WeakMap<object, KeyObject>, owner: ServiceEntry | ServiceIdentity, make: () => KeyObject): KeyObject {
  const key = keys.get(owner) ?? make();
  keys.set(owner, key);
  return key;
}

function readMandate(claims: Claims, issuer: ServiceEntry, audience: string): Mandate {
  const { caller, record, operation } = claims;
  return {
    issuer: issuer.name,
    role: issuer.role,
    audience,
    caller: caller === null ? null : readCaller(caller),
    record: readText(record),
    operation: readText(operation),
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
