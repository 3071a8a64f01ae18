import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AccessTokens } from './accessTokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
const file = join(folder, 'jwks.json');
afterAll(() => rmSync(folder, { recursive: true }));

const tokensIn = (jwks: string) => new AccessTokens({ issuer: 'chancery-demo', jwks });

interface Issuer {
  readonly key: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  readonly jwk: JWK;
}

async function issuer(kid: string, alg = 'ES256'): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
}

const publish = (...issuers: readonly Issuer[]): void => writeFileSync(file, JSON.stringify({ keys: issuers.map(({ jwk }) => jwk) }));

interface Wanted {
  readonly header?: Record<string, string>;
  readonly claims?: Record<string, unknown>;
  readonly expires?: number;
}

const sign = ({ key, jwk }: Issuer, { header = {}, claims = {}, expires = 60 }: Wanted = {}): Promise<string> =>
  new SignJWT({
    iss: 'chancery-demo',
    aud: 'chancery',
    sub: 'JUS:o.petrenko',
    institution: 'JUS',
    exp: Math.floor(Date.now() / 1000) + expires,
    ...claims,
  })
    .setProtectedHeader({ alg: jwk.alg ?? '', kid: jwk.kid ?? '', ...header })
    .sign(key);

let known: Issuer;
beforeAll(async () => {
  known = await issuer('k1');
  publish(known);
});

test('nobody asks without a header', async () => {
  expect(await tokensIn(file).read(undefined)).toBeNull();
});

test('a token of a known key says who asks, and for which institution', async () => {
  expect(await tokensIn(file).read(`Bearer ${await sign(known)}`)).toEqual({
    official: 'JUS:o.petrenko',
    institution: 'JUS',
    scopes: [],
    client: null,
  });
});

test.each([
  ['read write', ['read', 'write']],
  [' read  ', ['read']],
  [['read'], []],
])('a token with the scope %j allows %j', async (scope, scopes) => {
  expect(await tokensIn(file).read(`Bearer ${await sign(known, { claims: { scope } })}`)).toMatchObject({ scopes });
});

test.each(['client_id', 'azp'])('a token says in %s to which client it was issued', async (claim) => {
  expect(await tokensIn(file).read(`Bearer ${await sign(known, { claims: { [claim]: 'desk' } })}`)).toMatchObject({ client: 'desk' });
});

test('a token that was read before ends when it says', async () => {
  const tokens = tokensIn(file);
  // Clocks may be apart by five seconds: this one ended four seconds ago.
  const token = `Bearer ${await sign(known, { expires: -4 })}`;
  expect(await tokens.read(token)).toMatchObject({ institution: 'JUS' });
  await new Promise((done) => setTimeout(done, 1_100));

  await expect(tokens.read(token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
});

test('an EdDSA key will do', async () => {
  const other = await issuer('k2', 'EdDSA');
  publish(known, other);

  expect(await tokensIn(file).read(`bearer ${await sign(other)}`)).toMatchObject({ institution: 'JUS' });
});

test('a token that has ended says so', async () => {
  await expect(tokensIn(file).read(`Bearer ${await sign(known, { expires: -30 })}`)).rejects.toMatchObject({
    code: 'TOKEN_EXPIRED',
  });
});

test('the claims may have other names, as another issuer writes them', async () => {
  publish(known);
  const tokens = new AccessTokens({ issuer: 'chancery-demo', jwks: file, officialClaim: 'official', institutionClaim: 'acting_for' });
  const claims = { sub: 'f3d1', official: 'JUS:o.petrenko', acting_for: 'EXC', institution: 'JUS' };
  expect(await tokens.read(`Bearer ${await sign(known, { claims })}`)).toMatchObject({ official: 'JUS:o.petrenko', institution: 'EXC' });
  await expect(tokens.read(`Bearer ${await sign(known)}`)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

test('a token that comes many times at once is looked at once, and refused as often as it came', async () => {
  const verified = vi.spyOn(crypto.subtle, 'verify');
  try {
    const tokens = tokensIn(file);
    const token = await sign(known);
    expect(await Promise.all(Array.from({ length: 20 }, () => tokens.read(`Bearer ${token}`)))).toHaveLength(20);
    expect(verified).toHaveBeenCalledTimes(1);

    const forged = await sign({ ...known, key: (await issuer('k1')).key });
    const refused = await Promise.allSettled(Array.from({ length: 20 }, () => tokens.read(`Bearer ${forged}`)));
    expect(refused.map((each) => each.status === 'rejected' && each.reason)).toEqual(
      Array(20).fill(expect.objectContaining({ code: 'TOKEN_INVALID' })),
    );
    expect(verified).toHaveBeenCalledTimes(2);
    await expect(tokens.read(`Bearer ${forged}`)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    expect(verified).toHaveBeenCalledTimes(3);
  } finally {
    verified.mockRestore();
  }
});

test('a token that comes many times at once is told to its holder alone', async () => {
  const tokens = tokensIn(file);
  const bound = `Bearer ${await sign(known, { claims: { cnf: { 'x5t#S256': 'own' } } })}`;
  const shown = await Promise.allSettled(['another', 'own', null, 'own'].map((certificate) => tokens.read(bound, certificate)));

  expect(shown.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  await expect(tokens.read(bound, 'another')).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

test('a token that comes while the keys cannot be had is looked at again once they can', async () => {
  const later = join(folder, 'later.json');
  const tokens = tokensIn(later);
  const shown = `Bearer ${await sign(known)}`;
  const askAll = () => Promise.allSettled([1, 2, 3].map(() => tokens.read(shown)));
  const unavailable = { status: 'rejected', reason: { code: 'SERVICE_UNAVAILABLE' } };
  expect(await askAll()).toMatchObject([unavailable, unavailable, unavailable]);

  writeFileSync(later, JSON.stringify({ keys: [known.jwk] }));
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 1_001);
  try {
    expect((await askAll()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  } finally {
    clock.mockRestore();
  }
});

test('a token that was read before is read at once, and by whoever may show it alone', async () => {
  const tokens = tokensIn(file);
  const bound = `Bearer ${await sign(known, { claims: { cnf: { 'x5t#S256': 'own' } } })}`;
  expect(tokens.readKnown(undefined, null)).toBeNull();
  expect(tokens.readKnown(bound, 'own')).toBeUndefined();
  const claims = await tokens.read(bound, 'own');
  expect(tokens.readKnown(bound, 'own')).toEqual(claims);
  for (const certificate of [null, 'another'])
    expect(() => tokens.readKnown(bound, certificate)).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }));
});

describe('is no token of ours:', () => {
  const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const cases: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['another scheme', () => 'Basic YTpi'],
    ['nothing after Bearer', () => 'Bearer '],
    ['no JWT', () => 'Bearer abc'],
    ['a huge one', () => `Bearer ${'a'.repeat(10_000)}`],
    ['another issuer', async () => `Bearer ${await sign(known, { claims: { iss: 'someone' } })}`],
    ['another audience', async () => `Bearer ${await sign(known, { claims: { aud: 'other' } })}`],
    ['no end', async () => `Bearer ${await sign(known, { claims: { exp: undefined } })}`],
    ['no official', async () => `Bearer ${await sign(known, { claims: { sub: 'root' } })}`],
    ['no institution', async () => `Bearer ${await sign(known, { claims: { institution: undefined } })}`],
    ['not yet good', async () => `Bearer ${await sign(known, { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })}`],
    ["a stranger's key under a known kid", async () => `Bearer ${await sign({ ...(await issuer('k1')), jwk: known.jwk })}`],
    ['what calls itself something else', async () => `Bearer ${await sign(known, { header: { typ: 'logout+jwt' } })}`],
    ['bound to what we cannot check', async () => `Bearer ${await sign(known, { claims: { cnf: { jkt: 'x' } } })}`],
    ['a system’s, bound to nothing', async () => `Bearer ${await sign(known, { claims: { sub: 'JUS:system.archive' } })}`],
    ['an unknown kid', async () => `Bearer ${await sign(known, { header: { kid: 'other' } })}`],
    [
      'no algorithm',
      () =>
        `Bearer ${b64({ alg: 'none', kid: 'k1' })}.${b64({ iss: 'chancery-demo', aud: 'chancery', sub: 'JUS:o.petrenko', institution: 'JUS', exp: 9_999_999_999 })}.`,
    ],
    [
      'a changed claim',
      async () => {
        const [header = '', payload = '', signature = ''] = (await sign(known)).split('.');
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
        return `Bearer ${header}.${b64({ ...claims, institution: 'FIN' })}.${signature}`;
      },
    ],
    [
      'the public key as an HMAC secret',
      async () => {
        const secret = new TextEncoder().encode(JSON.stringify(known.jwk));
        const token = new SignJWT({ iss: 'chancery-demo', aud: 'chancery', sub: 'JUS:o.petrenko', institution: 'JUS', exp: 9_999_999_999 });
        return `Bearer ${await token.setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret)}`;
      },
    ],
  ];
  test.each(cases)('%s', async (_case, header) => {
    publish(known);
    await expect(tokensIn(file).read(await header())).rejects.toMatchObject({ code: 'TOKEN_INVALID', clause: '2.1' });
  });
});

/** So many milliseconds later by every clock; or by all but the one that people set, which says another time. */
function later(ms: number, date = Date.now() + ms): void {
  const passed = vi.isFakeTimers() ? 0 : performance.now();
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  vi.advanceTimersByTime(passed + ms);
  vi.setSystemTime(date);
}

describe('new keys', () => {
  test('are read when a kid is unknown, at most once a second, and old ones go', async () => {
    const next = await issuer('k9');
    let reads = 0;
    let keys = [known.jwk];
    const server = createServer((_request, response) => {
      reads += 1;
      response.end(JSON.stringify({ keys }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const tokens = tokensIn(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
    try {
      await tokens.read(`Bearer ${await sign(known)}`);
      keys = [next.jwk];
      await expect(tokens.read(`Bearer ${await sign(next)}`)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
      expect(reads).toBe(1);
      await new Promise((done) => setTimeout(done, 1_050));
      expect(await tokens.read(`Bearer ${await sign(next)}`)).toMatchObject({ institution: 'JUS' });
      await expect(tokens.read(`Bearer ${await sign(known, { expires: 61 })}`)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
      expect(reads).toBe(2);
    } finally {
      server.close();
    }
  });

  test('are found at once by who comes with one when the old ones are due to be read anew', async () => {
    const next = await issuer('k11');
    let keys = [known.jwk];
    const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const tokens = tokensIn(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
    try {
      await tokens.read(`Bearer ${await sign(known)}`);
      keys = [next.jwk];
      later(31_000);

      expect(await tokens.read(`Bearer ${await sign(next)}`)).toMatchObject({ institution: 'JUS' });
    } finally {
      vi.useRealTimers();
      server.close();
    }
  });

  test('that are withdrawn end within a minute, though nobody comes with a new one', async () => {
    let keys = [known.jwk];
    const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const tokens = tokensIn(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
    const token = `Bearer ${await sign(known)}`;
    try {
      await tokens.read(token);
      keys = [(await issuer('k10')).jwk];
      later(31_000);
      await tokens.read(token);
      await new Promise((done) => setTimeout(done, 300));
      later(31_000);
      await expect(tokens.read(token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    } finally {
      vi.useRealTimers();
      server.close();
    }
  });

  test('are read, and withdrawn ones end, as soon where the clock was set back', async () => {
    const next = await issuer('k12');
    let keys = [known.jwk];
    const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const tokens = tokensIn(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
    const old = `Bearer ${await sign(known)}`;
    try {
      await tokens.read(old);
      keys = [next.jwk];
      later(31_000, Date.now() - 3_600_000);

      expect(await tokens.read(`Bearer ${await sign(next)}`)).toMatchObject({ institution: 'JUS' });
      await expect(tokens.read(old)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    } finally {
      vi.useRealTimers();
      server.close();
    }
  });

  test('that cannot be read are a fault of ours, not of the token', async () => {
    await expect(tokensIn(join(folder, 'none.json')).read(`Bearer ${await sign(known)}`)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });
});
