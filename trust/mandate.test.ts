import { generateKeySync } from 'node:crypto';
import { parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdentity, type ServiceKey } from './identity.ts';
import { type Errand, issueMandate, issueMandateUnder, type Mandate } from './mandate.ts';
import { MandateGuard } from './mandateGuard.ts';
import { newId } from './newId.ts';
import { type ServiceEntry, ServiceRegistry } from './registry.ts';
import { requestDigest } from './requestDigest.ts';
import type { SessionKey } from './sessionKey.ts';

const caller = {
  official: parseOfficialId('JUS:o.petrenko'),
  institution: parseInstitutionCode('JUS'),
  duties: ['CLERK', 'REGISTRAR'],
  clearance: true,
} as const;
const digest = requestDigest('POST', '/graphql', '{"query":"{ inbox }"}');
const said = { audience: 'justice', caller, record: '01JD0000000000000000000000', operation: 'ReadInbox', token: null } as const;

let gateway: ServiceKey;
let entry: ServiceEntry;
let registry: ServiceRegistry;
let stranger: ServiceKey;
let guard: MandateGuard;
/** One that the guard knows, of the gateway. */
let session: SessionKey;

beforeAll(async () => {
  const made = await createIdentity('gateway', 'gateway');
  gateway = made.identity;
  entry = { name: 'gateway', role: 'gateway', url: 'http://127.0.0.1:1', publicKey: made.publicKey };
  stranger = (await createIdentity('gateway', 'gateway')).identity;
});
beforeEach(() => {
  registry = new ServiceRegistry([entry, { ...entry, name: 'exchange', role: 'exchange' }]);
  guard = new MandateGuard(registry, 'justice');
  session = { id: newId(), key: generateKeySync('hmac', { length: 256 }) };
  take(issueMandate(gateway, errand(), session));
});
afterEach(() => {
  vi.useRealTimers();
});

const refusal = new Refusal('UNAUTHENTICATED');
const errand = (change: Partial<Errand> = {}): Errand => ({ ...said, digest, nonce: guard.nonce, ...change });
const issue = (change: Partial<Errand> = {}, by = gateway) => issueMandate(by, errand(change));
const take = (jws: string, { by = 'gateway', of = digest, at = guard } = {}): Mandate => {
  const asker = { name: by, certificate: by };
  return at.admit(at.read(`Mandate ${jws}`, asker), of, asker).mandate;
};
const secondsLater = (seconds: number) => vi.useFakeTimers({ now: Date.now() + seconds * 1_000, toFake: ['Date'] });

/** With these claims and this header, of which the rest is right. */
type Signed = (claims: object, header?: object) => Promise<string>;

const jwt = (claims: object): SignJWT => {
  const now = Math.floor(Date.now() / 1_000);
  const bounds = { iss: 'gateway', aud: 'justice', iat: now, exp: now + 30, jti: newId(), digest, nonce: guard.nonce };
  return new SignJWT({ ...bounds, caller, record: null, operation: null, token: null, ...claims });
};
const signed: Signed = (claims, header) =>
  jwt(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: 'gateway', typ: 'mandate+jwt', ...header })
    .sign(gateway.privateKey);
const signedUnder: Signed = (claims, header) =>
  jwt(claims)
    .setProtectedHeader({ alg: 'HS256', kid: session.id, typ: 'mandate+jwt', ...header })
    .sign(session.key);

interface Kind {
  readonly kind: string;
  readonly issue: (change?: Partial<Errand>) => string;
  readonly signed: Signed;
}

const kinds: readonly Kind[] = [
  { kind: 'that is signed', issue, signed },
  { kind: 'under a session', issue: (change) => issueMandateUnder(session, gateway, errand(change)), signed: signedUnder },
];

describe.each(kinds)('a mandate $kind', ({ issue, signed }) => {
  it('tells who asks, on whose behalf and under which record', () => {
    expect(take(issue())).toEqual({ issuer: 'gateway', role: 'gateway', ...said });
  });

  it('may name nobody, and may carry the caller’s own token', () => {
    expect(take(issue({ caller: null, record: null, operation: null }))).toMatchObject({ caller: null, record: null, operation: null });
    expect(take(issue({ token: 'a.b.c' })).token).toBe('a.b.c');
  });

  it('carries by whose delegation the official acts', () => {
    const standIn = { ...caller, delegatedBy: [{ duty: 'REGISTRAR', by: parseOfficialId('JUS:i.shevchuk') }] } as const;

    expect(take(issue({ caller: standIn })).caller).toEqual(standIn);
  });

  it.each([[null], [[{ duty: 'JUDGE', by: 'JUS:i.shevchuk' }]], [[{ duty: 'CLERK', by: 'nobody' }]], [['CLERK']]])(
    'is refused with duties delegated by %j',
    async (delegatedBy) => {
      const jws = await signed({ caller: { ...caller, delegatedBy } });
      expect(() => take(jws)).toThrow(refusal);
    },
  );

  it('is good for 30 seconds, and 5 more for clocks that are apart', () => {
    const [first, second] = [issue(), issue()];

    secondsLater(33);
    expect(take(first).issuer).toBe('gateway');
    secondsLater(36);
    expect(() => take(second)).toThrow(refusal);
  });

  it('is refused when it comes from the future', () => {
    const jws = issue();

    secondsLater(-10);
    expect(() => take(jws)).toThrow(refusal);
  });

  it('is refused when it claims a longer life than 30 seconds', async () => {
    const jws = await signed({ exp: Math.floor(Date.now() / 1_000) + 3_600 });

    secondsLater(60);
    expect(() => take(jws)).toThrow(refusal);
  });

  it('is good once', () => {
    const jws = issue();
    take(jws);

    expect(() => take(jws)).toThrow(refusal);
    secondsLater(34);
    expect(() => take(jws)).toThrow(refusal);
  });

  it('is good for the request that it was written for, and not used up by another', () => {
    const jws = issue();

    for (const of of [
      requestDigest('POST', '/graphql', '{"query":"{ me }"}'),
      requestDigest('POST', '/rebuild', '{"query":"{ inbox }"}'),
      '',
    ])
      expect(() => take(jws, { of })).toThrow(refusal);
    expect(take(jws).issuer).toBe('gateway');
  });

  it('is refused over the connection of another service', () => {
    const jws = issue();

    expect(() => take(jws, { by: 'exchange' })).toThrow(refusal);
    expect(take(jws).issuer).toBe('gateway');
  });

  it('is refused by another process, such as the service’s own next one', () => {
    const jws = issue();
    take(jws);

    expect(() => take(jws, { at: new MandateGuard(registry, 'justice') })).toThrow(refusal);
    expect(() => take(issue({ nonce: null }))).toThrow(refusal);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['for another service', () => issue({ audience: 'finance' })],
    ['that names another issuer than its key', () => signed({ iss: 'exchange' })],
    ['of another type', () => signed({}, { typ: 'JWT' })],
    ['without a key id', () => signed({}, { kid: '' })],
    ['without an id of its own', () => signed({ jti: undefined })],
    ['with an id of another length', () => signed({ jti: 'x'.repeat(10_000) })],
    ['that is bound to no request', () => signed({ digest: undefined })],
    ['with a duty that is none', () => signed({ caller: { ...caller, duties: ['EMPEROR'] } })],
    ['with a caller that is malformed', () => signed({ caller: { ...caller, official: 'petrenko' } })],
    ['without a word about the caller', () => signed({ caller: undefined })],
    ['with a token that is no text', () => signed({ token: 1 })],
    ['that was changed after it was signed', () => tampered(issue())],
    ['without a signature', () => unsigned(issue())],
    ['whose header wants more to be understood', () => signed({}, { crit: ['b64'], b64: true })],
    ['that is nothing', () => ''],
    ['that is nonsense', () => 'a.b.c'],
  ])('is refused %s', async (_, make) => {
    const jws = await make();
    expect(() => take(jws)).toThrow(refusal);
  });

  it('is taken as a mandate only, not as any other word of authority', () => {
    const asker = { name: 'gateway', certificate: 'gateway' };
    expect(() => guard.read(`Bearer ${issue()}`, asker)).toThrow(refusal);
    expect(() => guard.read(undefined, asker)).toThrow(refusal);
  });
});

describe('a mandate that is signed', () => {
  it('gives its issuer the role of the registry, not one that it claims', () => {
    expect(take(issue({}, { ...gateway, role: 'circuit' })).role).toBe('gateway');
  });

  it('is signed with either of two keys while one takes the place of the other', async () => {
    const next = await createIdentity('gateway', 'gateway');
    registry.replace([{ ...entry, otherKey: next.publicKey }]);
    expect(take(issue()).issuer).toBe('gateway');
    expect(take(issue({}, next.identity)).issuer).toBe('gateway');

    registry.replace([{ ...entry, publicKey: next.publicKey }]);
    expect(take(issue({}, next.identity)).issuer).toBe('gateway');
    expect(() => take(issue())).toThrow(refusal);
  });

  it.each<[string, () => string]>([
    ['by another key under a known name', () => issue({}, stranger)],
    ['by a service that the circuit does not have', () => issue({}, { ...gateway, name: 'nobody' })],
  ])('is refused %s', (_, make) => {
    expect(() => take(make())).toThrow(refusal);
  });
});

function tampered(jws: string): string {
  const [header, payload = '', signature] = jws.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), caller: { ...caller, duties: ['SIGNATORY'] } };
  return [header, base64url(claims), signature].join('.');
}

function unsigned(jws: string): string {
  const [header = '', payload] = jws.split('.');
  return [base64url({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg: 'none' }), payload, ''].join('.');
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
