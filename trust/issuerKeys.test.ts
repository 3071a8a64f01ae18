import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demonstrationKid, demonstrationMark, IssuerKeys } from './issuerKeys.ts';
import { RefusedInProduction } from './production.ts';

const folder = mkdtempSync(join(tmpdir(), 'chancery-keys-'));
const away = 'https://127.0.0.1:9';
let own: JWK;
let server: Server;
let origin: string;
/** What the server answers by path; nothing else is there. */
let answers: Readonly<Record<string, object>> = {};

beforeAll(async () => {
  own = { ...(await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey)), kid: 'k1', alg: 'ES256' };
  server = createServer(({ url = '' }, response) => {
    const answer = answers[url];
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function fileOf(set: object): string {
  const file = join(folder, 'jwks.json');
  writeFileSync(file, JSON.stringify(set));
  return file;
}
const read = (jwks: string, issuer = away, isInEarnest = true) => new IssuerKeys({ issuer, jwks, isInEarnest }).current();
const wellKnown = '/.well-known/openid-configuration';

describe('a key set that is named itself, in production (§2.8)', () => {
  test('is believed where nothing is of a demonstration, whether there is a discovery document or none', async () => {
    answers = {};
    await expect(read(fileOf({ keys: [own] }))).resolves.toBeTypeOf('function');
    answers = { [wellKnown]: { issuer: origin, jwks_uri: `${origin}/jwks` }, '/jwks': { keys: [own] } };
    await expect(read(`${origin}/jwks`, origin)).resolves.toBeTypeOf('function');
  });

  test.each<[string, () => Promise<unknown>]>([
    ['that says so itself', () => read(fileOf({ keys: [own], [demonstrationMark]: true }))],
    ['with a key that says so', () => read(fileOf({ keys: [own, { ...own, kid: demonstrationKid('k2') }] }))],
    [
      'at the address of an issuer that says so',
      () => {
        answers = { [wellKnown]: { issuer: origin, [demonstrationMark]: true }, '/jwks': { keys: [own] } };
        return read(`${origin}/jwks`);
      },
    ],
    [
      'of an issuer that says so, in a file',
      () => {
        answers = { '/realm/.well-known/openid-configuration': { [demonstrationMark]: true } };
        return read(fileOf({ keys: [own] }), `${origin}/realm/`);
      },
    ],
  ])('is refused %s', async (_, reading) => {
    await expect(reading()).rejects.toThrow(RefusedInProduction);
  });

  test('of a demonstration is what the embedded profile has', async () => {
    const set = { keys: [{ ...own, kid: demonstrationKid('k2') }], [demonstrationMark]: true };
    await expect(read(fileOf(set), away, false)).resolves.toBeTypeOf('function');
  });
});

test('keys that an issuer’s discovery document leads to are looked at as well', async () => {
  const secure = { issuer: origin, jwks_uri: `${origin.replace('http:', 'https:')}/jwks` };
  answers = { [wellKnown]: { ...secure, [demonstrationMark]: true } };
  await expect(new IssuerKeys({ issuer: origin, isInEarnest: true }).current()).rejects.toThrow(RefusedInProduction);
});
