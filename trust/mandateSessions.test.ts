import { createHmac, createPrivateKey, generateKeySync, sign } from 'node:crypto';
import { inspect } from 'node:util';
import { Refusal } from '@chancery/domain';
import { SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdentity, type ServiceKey } from './identity.ts';
import { type Errand, issueMandate, issueMandateUnder } from './mandate.ts';
import { type Admitted, type Asker, MandateGuard } from './mandateGuard.ts';
import { newId } from './newId.ts';
import { type ServiceEntry, ServiceRegistry } from './registry.ts';
import { requestDigest } from './requestDigest.ts';
import type { SessionKey } from './sessionKey.ts';

const digest = requestDigest('POST', '/graphql', '{"query":"{ inbox }"}');
const said = { audience: 'justice', digest, caller: null, record: null, operation: null, token: null } as const;
const refusal = new Refusal('UNAUTHENTICATED');

let gateway: ServiceKey;
let exchange: ServiceKey;
let entries: readonly [ServiceEntry, ServiceEntry];
let registry: ServiceRegistry;
let guard: MandateGuard;

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
afterEach(() => {
  vi.useRealTimers();
});

const newSession = (id = newId()): SessionKey => ({ id, key: generateKeySync('hmac', { length: 256 }) });
const askerOf = ({ name }: Pick<ServiceKey, 'name'>, certificate = `of ${name}`): Asker => ({ name, certificate });
const errand = (change: Partial<Errand> = {}): Errand => ({ ...said, nonce: guard.nonce, ...change });

const take = (jws: string, asker: Asker, at = guard): Admitted => at.admit(at.read(`Mandate ${jws}`, asker), digest, asker);
const offer = (session: SessionKey, by = gateway, asker = askerOf(by)) => take(issueMandate(by, errand(), session), asker);
/** Whether a mandate under a session is taken. */
const isKnown = (session: SessionKey, by: Pick<ServiceKey, 'name'> = gateway, asker = askerOf(by)): boolean => {
  try {
    return take(issueMandateUnder(session, by, errand()), asker).mandate.issuer === by.name;
  } catch (error) {
    expect(error).toEqual(refusal);
    return false;
  }
};

function begun(by = gateway): SessionKey {
  const session = newSession();
  expect(offer(session, by).session).toBe(session.id);
  return session;
}

/** A mandate of any header, claims and key, as a forger would write it. */
const forged = (header: object, key: Parameters<SignJWT['sign']>[0], change: object = {}): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: 'gateway', aud: 'justice', iat: now, exp: now + 30, jti: newId(), ...errand(), ...change };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'mandate+jwt', ...header }).sign(key);
};

describe('a session', () => {
  it('serves the next mandates of its issuer once it was taken', () => {
    const session = begun();

    expect([isKnown(session), isKnown(session)]).toEqual([true, true]);
    expect(take(issueMandateUnder(session, gateway, errand()), askerOf(gateway))).toEqual({
      mandate: { issuer: 'gateway', role: 'gateway', audience: 'justice', caller: null, record: null, operation: null, token: null },
      session: null,
    });
  });

  it('is taken again by all mandates that offered it at the same time', () => {
    const session = begun();

    expect(offer(session).session).toBe(session.id);
  });

  it('is not changed by who offers another key, or another certificate, for its id', () => {
    const session = begun();
    const other = newSession(session.id);

    expect(offer(other).session).toBeNull();
    expect(offer(session, gateway, askerOf(gateway, 'another')).session).toBeNull();
    expect([isKnown(session), isKnown(other), isKnown(session, gateway, askerOf(gateway, 'another'))]).toEqual([true, false, false]);
  });

  it('is not told of again under another key of its issuer', async () => {
    const next = await createIdentity('gateway', 'gateway');
    registry.replace([{ ...entries[0], otherKey: next.publicKey }]);
    const session = begun();

    expect(offer(session, next.identity).session).toBeNull();
  });

  it('is of one issuer: an id that two of them use means two sessions', () => {
    const ours = begun();
    const theirs = newSession(ours.id);

    expect(offer(theirs, exchange).session).toBe(ours.id);
    expect([isKnown(ours), isKnown(theirs, exchange)]).toEqual([true, true]);
    expect([isKnown(theirs), isKnown(ours, exchange)]).toEqual([false, false]);
  });

  it('serves nobody over the connection of another service, nor under another certificate', () => {
    const session = begun();

    expect(isKnown(session, gateway, askerOf(exchange))).toBe(false);
    expect(isKnown(session, exchange, askerOf(exchange))).toBe(false);
    expect(isKnown(session, exchange, askerOf(gateway))).toBe(false);
    expect(isKnown(session, gateway, askerOf(gateway, 'renewed'))).toBe(false);
    expect(isKnown(session)).toBe(true);
  });

  it('ends after five minutes, and being offered again does not prolong it', () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'performance'] });
    const session = begun();

    vi.advanceTimersByTime(299_000);
    expect(offer(session).session).toBe(session.id);
    expect(isKnown(session)).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(isKnown(session)).toBe(false);
  });

  it('does not live longer because a clock was set back', () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'performance'] });
    const session = begun();

    vi.advanceTimersByTime(300_000);
    vi.setSystemTime(Date.now() - 300_000);
    expect(isKnown(session)).toBe(false);
  });

  it('ends with the process that took it', () => {
    const session = begun();
    const next = new MandateGuard(registry, 'justice');

    for (const nonce of [guard.nonce, next.nonce]) {
      const jws = issueMandateUnder(session, gateway, errand({ nonce }));
      expect(() => take(jws, askerOf(gateway), next)).toThrow(refusal);
    }
  });

  it('ends when the registry no longer names the key that signed for it', async () => {
    const next = await createIdentity('gateway', 'gateway');
    const [entry, other] = entries;
    const [earlier, theirs] = [begun(), begun(exchange)];

    registry.replace([{ ...entry, otherKey: next.publicKey }, other]);
    const later = newSession();
    offer(later, next.identity);
    expect([isKnown(earlier), isKnown(later)]).toEqual([true, true]);

    registry.replace([
      { ...entry, publicKey: { ...next.publicKey } },
      { ...other, publicKey: { ...other.publicKey } },
    ]);
    expect([isKnown(earlier), isKnown(later), isKnown(theirs, exchange)]).toEqual([false, true, true]);
  });

  it('ends when the registry no longer names its service', () => {
    const session = begun();

    registry.replace([entries[1]]);
    expect(isKnown(session)).toBe(false);
  });

  it('is not taken from who has too many, and nobody loses one', () => {
    const theirs = begun(exchange);
    const ours = Array.from({ length: 100 }, () => begun());

    const oneMore = newSession();
    expect(offer(oneMore).session).toBeNull();
    expect(isKnown(oneMore)).toBe(false);
    expect(ours.every((session) => isKnown(session))).toBe(true);
    expect(isKnown(theirs, exchange)).toBe(true);
    expect(offer(newSession(), exchange).session).not.toBeNull();
  });
});

it('has room for other sessions as soon as some have ended', () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'performance'] });
  for (let other = 0; other < 100; other++) begun();

  vi.advanceTimersByTime(299_999);
  expect(offer(newSession()).session).toBeNull();
  vi.advanceTimersByTime(1);
  for (let other = 0; other < 100; other++) begun();
  expect(offer(newSession()).session).toBeNull();
});

describe('a session is not kept', () => {
  it.each<[string, (session: SessionKey) => void]>([
    [
      'of a mandate that is used again',
      (session) => {
        vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'performance'] });
        for (let other = 0; other < 100; other++) begun();
        vi.advanceTimersByTime(290_000);
        const jws = issueMandate(gateway, errand(), session);
        expect(take(jws, askerOf(gateway)).session).toBeNull();
        // By now there would be room for it.
        vi.advanceTimersByTime(15_000);
        expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
      },
    ],
    [
      'of a mandate for another request',
      (session) => {
        const jws = issueMandate(gateway, errand({ digest: requestDigest('POST', '/rebuild') }), session);
        expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
      },
    ],
    [
      'of a mandate for an earlier run',
      (session) => expect(() => take(issueMandate(gateway, errand({ nonce: newId() }), session), askerOf(gateway))).toThrow(refusal),
    ],
    [
      'of a mandate that another service shows',
      (session) => expect(() => take(issueMandate(gateway, errand(), session), askerOf(exchange))).toThrow(refusal),
    ],
    [
      'of a mandate for another service',
      (session) => expect(() => take(issueMandate(gateway, errand({ audience: 'finance' }), session), askerOf(gateway))).toThrow(refusal),
    ],
    [
      'of a mandate that somebody else signed',
      (session) => expect(() => take(issueMandate({ ...exchange, name: 'gateway' }, errand(), session), askerOf(gateway))).toThrow(refusal),
    ],
  ])('%s', (_, present) => {
    const session = newSession();
    present(session);

    expect([isKnown(session), isKnown(session, exchange)]).toEqual([false, false]);
  });

  it('of a mandate under a session: only a signature begins one', async () => {
    const first = begun();
    const session = newSession();
    const claim = { id: session.id, key: session.key.export().toString('base64url') };
    const jws = await forged({ kid: first.id }, first.key, { session: claim });

    expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
    expect(isKnown(session)).toBe(false);
  });

  it.each([
    ['with a short key', { id: newId(), key: 'AAAA' }],
    ['with a long key', { id: newId(), key: 'A'.repeat(86) }],
    ['with a key that is no base64url', { id: newId(), key: `${'='.repeat(42)}A` }],
    ['without a key', { id: newId() }],
    ['without an id', { key: 'A'.repeat(43) }],
    ['whose id is no ULID', { id: 'x'.repeat(26), key: 'A'.repeat(43) }],
    ['whose id would end a line of the answer', { id: `${newId().slice(2)}\r\n`, key: 'A'.repeat(43) }],
    ['that is a text', 'session'],
  ])('%s: the mandate is refused', async (_, session) => {
    const jws = await forged({ alg: 'EdDSA', kid: 'gateway' }, gateway.privateKey, { session });

    expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
  });
});

describe('keys are not confused', () => {
  const publicBytes = () => Buffer.from(String(entries[0].publicKey.x), 'base64url');

  it.each<[string, () => Promise<string>]>([
    ['HMAC with the bytes of the public key, under the service’s name', () => forged({ kid: 'gateway' }, publicBytes())],
    ['HMAC with the text of the public key', () => forged({ kid: 'gateway' }, Buffer.from(String(entries[0].publicKey.x)))],
    ['HMAC with the public key, under a session’s id', () => forged({ kid: begun().id }, publicBytes())],
    ['HMAC with the right key under the service’s name', () => forged({ kid: 'gateway' }, begun().key)],
    ['a signature under a session’s id', () => forged({ alg: 'EdDSA', kid: begun().id }, gateway.privateKey)],
    ['a session’s code that calls itself a signature', async () => misnamed(begun())],
    ['a signature that calls itself a session’s code', async () => misnamed(null)],
    [
      'a longer HMAC with the right key',
      async () => forged({ alg: 'HS512', kid: begun().id }, Buffer.concat([secretOf(begun()), secretOf(begun())])),
    ],
    ['the session of another issuer', async () => forged({ kid: begun(exchange).id }, secretOf(begun(exchange)))],
    ['a session under the name of another issuer', () => forgedUnder(begun(), { iss: 'exchange' })],
    ['a session that never was', () => forgedUnder(newSession())],
    ['another session’s key', () => forged({ kid: begun().id }, secretOf(begun()))],
    ['half of a code', async () => issueMandateUnder(begun(), gateway, errand()).slice(0, -20)],
    ['no code', async () => `${issueMandateUnder(begun(), gateway, errand()).split('.').slice(0, 2).join('.')}.`],
  ])('%s', async (_, make) => {
    const jws = await make();

    expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
  });

  const forgedUnder = ({ id, key }: SessionKey, change: object = {}) => forged({ kid: id }, key, change);
});

it('shows its key in no text', () => {
  const session = newSession();
  const secret = secretOf(session);
  const asker = askerOf(gateway);
  const signed = guard.read(`Mandate ${issueMandate(gateway, errand(), session)}`, asker);
  const admitted = guard.admit(signed, digest, asker);

  const told = [signed, admitted, session, guard].map(
    (value) => `${inspect(value, { depth: 9, showHidden: true })}${JSON.stringify(value)}`,
  );
  for (const encoding of ['base64url', 'base64', 'hex', 'latin1'] as const) expect(told.join()).not.toContain(secret.toString(encoding));
  expect(Object.keys(admitted.mandate)).not.toContain('session');
});

const secretOf = ({ key }: SessionKey): Buffer => key.export();

/** Right in all but the word for how it was written. */
function misnamed(session: SessionKey | null): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const right = session === null ? issueMandate(gateway, errand()) : issueMandateUnder(session, gateway, errand());
  const header = { typ: 'mandate+jwt', kid: session?.id ?? 'gateway', alg: session === null ? 'HS256' : 'EdDSA' };
  const signed = `${part(header)}.${right.split('.')[1]}`;
  const signature =
    session === null
      ? sign(null, Buffer.from(signed), createPrivateKey({ key: { ...gateway.privateKey }, format: 'jwk' }))
      : createHmac('sha256', session.key).update(signed).digest();
  return `${signed}.${signature.toString('base64url')}`;
}
