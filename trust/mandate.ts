import { type Caller, type Duty, duties, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
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
const algorithm = 'EdDSA';
const type = 'mandate+jwt';

/** Writes a mandate: a JWS (RFC 7515) signed with the service's own key. */
export async function issueMandate(
  identity: ServiceIdentity,
  { audience, caller, record, operation }: Pick<Mandate, 'audience' | 'caller' | 'record' | 'operation'>,
): Promise<string> {
  return new SignJWT({ caller, record, operation })
    .setProtectedHeader({ alg: algorithm, kid: identity.name, typ: type })
    .setIssuer(identity.name)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${mandateSeconds}s`)
    .sign(await key(identity, identity.privateKey));
}

/** Reads a mandate for this audience; throws `Refusal('UNAUTHENTICATED')` unless a service of the registry signed it within the last 30 seconds. */
export async function verifyMandate(jws: string, registry: ServiceRegistry, audience: string): Promise<Mandate> {
  const known = seenBefore(registry).get(`${audience} ${jws}`);
  if (known !== undefined && Date.now() < known.until) return known.mandate;
  try {
    const issuer = registry.find(decodeProtectedHeader(jws).kid ?? '');
    if (issuer === undefined) throw new Refusal('UNAUTHENTICATED');
    const { payload } = await jwtVerify(jws, await key(issuer, issuer.publicKey), {
      algorithms: [algorithm],
      typ: type,
      issuer: issuer.name,
      audience,
      clockTolerance: skewSeconds,
      maxTokenAge: mandateSeconds,
    });
    const mandate = readMandate(payload, issuer, audience);
    remember(registry, `${audience} ${jws}`, { mandate, until: Number(payload.exp) * 1_000 });
    return mandate;
  } catch {
    // Which of the checks failed helps only a forger.
    throw new Refusal('UNAUTHENTICATED');
  }
}

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

const keys = new WeakMap<ServiceEntry | ServiceIdentity, ReturnType<typeof importJWK>>();

// Importing a key costs more than using it: each is imported once for its owner.
function key(owner: ServiceEntry | ServiceIdentity, jwk: JWK): ReturnType<typeof importJWK> {
  const known = keys.get(owner) ?? importJWK(jwk, algorithm);
  keys.set(owner, known);
  return known;
}

function readMandate(payload: JWTPayload, issuer: ServiceEntry, audience: string): Mandate {
  const { caller, record, operation } = payload;
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
  const { official, institution, duties: held, clearance } = value as Partial<Record<keyof Caller, unknown>>;
  if (!Array.isArray(held) || !held.every(isDuty) || typeof clearance !== 'boolean') throw new TypeError('no caller');
  return { official: parseOfficialId(official), institution: parseInstitutionCode(institution), duties: held, clearance };
}

function readText(value: unknown): string | null {
  if (value !== null && typeof value !== 'string') throw new TypeError('no text');
  return value;
}

const isDuty = (value: unknown): value is Duty => duties.some((duty) => duty === value);
