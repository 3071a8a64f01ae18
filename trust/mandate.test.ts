import { parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { SignJWT } from 'jose';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createIdentity, type ServiceIdentity } from './identity.ts';
import { issueMandate, verifyMandate } from './mandate.ts';
import { ServiceRegistry } from './registry.ts';

const caller = {
  official: parseOfficialId('JUS:o.petrenko'),
  institution: parseInstitutionCode('JUS'),
  duties: ['CLERK', 'REGISTRAR'],
  clearance: true,
} as const;
const errand = { audience: 'justice', caller, record: '01JD0000000000000000000000', operation: 'ReadInbox' };

let gateway: ServiceIdentity;
let registry: ServiceRegistry;
let stranger: ServiceIdentity;

beforeAll(async () => {
  const made = await createIdentity('gateway', 'gateway');
  gateway = made.identity;
  registry = new ServiceRegistry([{ name: 'gateway', role: 'gateway', url: 'http://127.0.0.1:1', publicKey: made.publicKey }]);
  stranger = (await createIdentity('gateway', 'gateway')).identity;
});

afterEach(() => {
  vi.useRealTimers();
});

const refusal = new Refusal('UNAUTHENTICATED');
const verify = (jws: string) => verifyMandate(jws, registry, 'justice');
const secondsLater = (seconds: number) => vi.useFakeTimers({ now: Date.now() + seconds * 1_000, toFake: ['Date'] });

const usual = { alg: 'EdDSA', kid: 'gateway', typ: 'mandate+jwt' };

async function signedBy(
  identity: ServiceIdentity,
  change: (jwt: SignJWT) => SignJWT,
  claims: object = {},
  header = usual,
): Promise<string> {
  const jwt = new SignJWT({ caller, record: null, operation: null, ...claims })
    .setProtectedHeader(header)
    .setIssuer('gateway')
    .setAudience('justice')
    .setIssuedAt()
    .setExpirationTime('30s');
  return change(jwt).sign(identity.privateKey);
}

describe('a mandate', () => {
  it('tells who asks, on whose behalf and under which record', async () => {
    const mandate = await verify(await issueMandate(gateway, errand));

    expect(mandate).toEqual({ issuer: 'gateway', role: 'gateway', ...errand });
  });

  it('may name nobody', async () => {
    const mandate = await verify(await issueMandate(gateway, { audience: 'justice', caller: null, record: null, operation: null }));

    expect(mandate).toMatchObject({ caller: null, record: null, operation: null });
  });

  it('carries by whose delegation the official acts', async () => {
    const standIn = { ...caller, delegatedBy: [{ duty: 'REGISTRAR', by: parseOfficialId('JUS:i.shevchuk') }] } as const;

    expect((await verify(await issueMandate(gateway, { ...errand, caller: standIn }))).caller).toEqual(standIn);
  });

  it.each([[null], [[{ duty: 'JUDGE', by: 'JUS:i.shevchuk' }]], [[{ duty: 'CLERK', by: 'nobody' }]], [['CLERK']]])(
    'is refused with duties delegated by %j',
    async (delegatedBy) => {
      await expect(verify(await signedBy(gateway, (jwt) => jwt, { caller: { ...caller, delegatedBy } }))).rejects.toEqual(refusal);
    },
  );

  it('gives its issuer the role of the registry, not one that it claims', async () => {
    const mandate = await verify(await issueMandate({ ...gateway, role: 'circuit' }, errand));

    expect(mandate.role).toBe('gateway');
  });

  it('is good for 30 seconds, and 5 more for clocks that are apart', async () => {
    const jws = await issueMandate(gateway, errand);

    secondsLater(33);
    await expect(verify(jws)).resolves.toMatchObject({ issuer: 'gateway' });
    secondsLater(36);
    await expect(verify(jws)).rejects.toEqual(refusal);
  });

  it('is refused when it comes from the future', async () => {
    const jws = await issueMandate(gateway, { ...errand, record: 'early' });

    secondsLater(-10);
    await expect(verify(jws)).rejects.toEqual(refusal);
  });

  it('is refused when it claims a longer life than 30 seconds', async () => {
    const jws = await signedBy(gateway, (jwt) => jwt.setExpirationTime('1h'));

    secondsLater(60);
    await expect(verify(jws)).rejects.toEqual(refusal);
  });

  it('that was accepted once is still refused elsewhere, and when its time is over', async () => {
    const jws = await issueMandate(gateway, errand);
    await verify(jws);

    await expect(verifyMandate(jws, registry, 'finance')).rejects.toEqual(refusal);
    await expect(verifyMandate(jws, new ServiceRegistry([]), 'justice')).rejects.toEqual(refusal);
    secondsLater(36);
    await expect(verify(jws)).rejects.toEqual(refusal);
  });

  it.each<[string, () => Promise<string>]>([
    ['signed by another key under a known name', () => issueMandate(stranger, errand)],
    ['for another service', () => issueMandate(gateway, { ...errand, audience: 'finance' })],
    ['of a service that the circuit does not have', () => issueMandate({ ...gateway, name: 'nobody' }, errand)],
    ['that names another issuer than its key', () => signedBy(gateway, (jwt) => jwt.setIssuer('exchange'))],
    ['of another type', () => signedBy(gateway, (jwt) => jwt, {}, { ...usual, typ: 'JWT' })],
    ['without a key id', () => signedBy(gateway, (jwt) => jwt, {}, { ...usual, kid: '' })],
    ['with a duty that is none', () => signedBy(gateway, (jwt) => jwt, { caller: { ...caller, duties: ['EMPEROR'] } })],
    ['with a caller that is malformed', () => signedBy(gateway, (jwt) => jwt, { caller: { ...caller, official: 'petrenko' } })],
    ['without a word about the caller', () => signedBy(gateway, (jwt) => jwt, { caller: undefined })],
    ['that was changed after it was signed', async () => tampered(await issueMandate(gateway, errand))],
    ['without a signature', async () => unsigned(await issueMandate(gateway, errand))],
    ['that is nothing', async () => ''],
    ['that is nonsense', async () => 'a.b.c'],
  ])('is refused %s', async (_, make) => {
    await expect(make().then(verify)).rejects.toEqual(refusal);
  });
});

function tampered(jws: string): string {
  const [header, payload = '', signature] = jws.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), caller: { ...caller, duties: ['SIGNATORY'] } };
  return [header, base64url(claims), signature].join('.');
}

function unsigned(jws: string): string {
  return [base64url({ alg: 'none', kid: 'gateway', typ: 'mandate+jwt' }), jws.split('.')[1], ''].join('.');
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
