import { generateKeySync } from 'node:crypto';
import { Refusal } from '@chancery/domain';
import { SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { createIdentity, type ServiceKey } from '../../trust/identity.ts';
import { type Errand, issueMandate, issueMandateUnder } from '../../trust/mandate.ts';
import { type Admitted, type Asker, MandateGuard } from '../../trust/mandateGuard.ts';
import { newId } from '../../trust/newId.ts';
import { type ServiceEntry, ServiceRegistry } from '../../trust/registry.ts';
import { requestDigest } from '../../trust/requestDigest.ts';
import type { SessionKey } from '../../trust/sessionKey.ts';

export const digest = requestDigest('POST', '/graphql', '{"query":"{ inbox }"}');
const said = { audience: 'justice', digest, caller: null, record: null, operation: null, token: null } as const;
export const refusal = new Refusal('UNAUTHENTICATED');

/** Two services, the registry that names them, and the guard of a third, `justice`: once the hooks of a file have run. */
export let gateway: ServiceKey;
export let exchange: ServiceKey;
export let entries: readonly [ServiceEntry, ServiceEntry];
export let registry: ServiceRegistry;
export let guard: MandateGuard;

/** Makes the services for a file, and the guard for each of its tests. */
export function guardedJustice(): void {
  beforeAll(async () => {
    const [one, other] = await Promise.all([createIdentity('gateway', 'gateway'), createIdentity('exchange', 'exchange')]);
    gateway = one.identity;
    exchange = other.identity;
    entries = [
      { name: 'gateway', role: 'gateway', url: 'http://127.0.0.1:1', publicKey: one.publicKey },
      { name: 'exchange', role: 'exchange', url: 'https://127.0.0.1:2', publicKey: other.publicKey },
    ];
  });
  beforeEach(() => {
    registry = new ServiceRegistry(entries);
    guard = new MandateGuard(registry, 'justice');
  });
  afterEach(() => void vi.useRealTimers());
}

/** A session that nobody knows yet. */
export const newSession = (id = newId()): SessionKey => ({ id, key: generateKeySync('hmac', { length: 256 }) });

/** Who shows a mandate over a connection of his own. */
export const askerOf = ({ name }: Pick<ServiceKey, 'name'>, certificate = `of ${name}`): Asker => ({ name, certificate });

/** What a mandate is for, that JUS would take. */
export const errand = (change: Partial<Errand> = {}): Errand => ({ ...said, nonce: guard.nonce, ...change });

/** Reads and admits it; throws where it is refused. */
export const take = (jws: string, asker: Asker, at = guard): Admitted => at.admit(at.read(`Mandate ${jws}`, asker), digest, asker);

/** Shows a mandate that offers a session. */
export const offer = (session: SessionKey, by = gateway, asker = askerOf(by)) => take(issueMandate(by, errand(), session), asker);
/** Whether a mandate under a session is taken. */
export const isKnown = (session: SessionKey, by: Pick<ServiceKey, 'name'> = gateway, asker = askerOf(by)): boolean => {
  try {
    return take(issueMandateUnder(session, by, errand()), asker).mandate.issuer === by.name;
  } catch (error) {
    expect(error).toEqual(refusal);
    return false;
  }
};

/** A session that was offered and taken. */
export function begun(by = gateway): SessionKey {
  const session = newSession();
  expect(offer(session, by).session).toBe(session.id);
  return session;
}

/** A mandate of any header, claims and key, as a forger would write it. */
export const forged = (header: object, key: Parameters<SignJWT['sign']>[0], change: object = {}): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: 'gateway', aud: 'justice', iat: now, exp: now + 30, jti: newId(), ...errand(), ...change };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'mandate+jwt', ...header }).sign(key);
};

/** The bytes of its key. */
export const secretOf = ({ key }: SessionKey): Buffer => key.export();
