import { X509Certificate } from 'node:crypto';
import { Entries, RESOURCE, systemClient } from '@chancery/circuit/issuer';
import { parseOfficialId } from '@chancery/domain';
import { AccessTokens, type TlsMaterial } from '@chancery/trust';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foreignAuthority, tlsMaterial } from '../kit/authority.ts';
import { archive, type IssuerWorld, issuerWorld } from '../kit/issuerWorld.ts';
import { tlsFetch } from '../kit/tlsFetch.ts';

const scanner = 'JUS:system.scanner';
let world: IssuerWorld;
let own: TlsMaterial;
let other: TlsMaterial;
let foreign: TlsMaterial;

beforeAll(async () => {
  world = await issuerWorld();
  [own, other, foreign] = await Promise.all([
    tlsMaterial({ name: 'archive.justice' }),
    tlsMaterial({ name: 'archive.finance' }),
    tlsMaterial({ name: 'archive.justice' }, foreignAuthority),
  ]);
  const clients = new Entries(world.pool, 'Client');
  // The archive by any certificate of the authority with its name, the scanner by one certificate, whoever issued that.
  await clients.upsert(archive, await systemClient(parseOfficialId(archive), { name: 'archive.justice' }));
  await clients.upsert(scanner, await systemClient(parseOfficialId(scanner), { certificate: new X509Certificate(foreign.cert) }));
});
afterAll(() => world.close());

const thumbprint = ({ cert }: TlsMaterial) =>
  Buffer.from(new X509Certificate(cert).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');

/** A system asks for a token over a connection with a certificate, or without. */
async function tokenFor(account: string, shown: TlsMaterial | null, resource = RESOURCE): Promise<string> {
  const fetcher = tlsFetch(shown ?? { ca: own.ca });
  const options = { [oidc.customFetch]: fetcher as oidc.CustomFetch };
  const config = await oidc.discovery(new URL(world.url), account, undefined, oidc.TlsClientAuth(), options);
  return (await oidc.clientCredentialsGrant(config, { scope: 'exchange', resource })).access_token;
}

describe('A system (§2.7)', () => {
  test('signs in by a certificate of the authority with its name, and gets a token bound to that certificate', async () => {
    expect(decodeJwt(await tokenFor(archive, own))).toMatchObject({
      sub: archive,
      client_id: archive,
      institution: 'JUS',
      aud: 'chancery',
      scope: 'exchange',
      cnf: { 'x5t#S256': thumbprint(own) },
    });
  });

  test('signs in by the one certificate that it was registered with', async () => {
    expect(decodeJwt(await tokenFor(scanner, foreign))).toMatchObject({ sub: scanner, cnf: { 'x5t#S256': thumbprint(foreign) } });
  });

  test('shows its token with that certificate alone', async () => {
    const checker = new AccessTokens(world.believed);
    const token = `Bearer ${await tokenFor(archive, own)}`;
    expect(await checker.read(token, thumbprint(own))).toMatchObject({ official: archive, institution: 'JUS' });
    await expect(checker.read(token, thumbprint(other))).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await expect(checker.read(token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  test.each<readonly [string, string, () => TlsMaterial | null]>([
    ['without a certificate', archive, () => null],
    ['by a certificate with another name', archive, () => other],
    ['by a certificate of a foreign authority with its name', archive, () => foreign],
    ['by another certificate than the registered one', scanner, () => own],
    ['that nobody has registered', 'JUS:system.stranger', () => own],
  ])('is refused %s', async (_case, account, shown) => {
    await expect(tokenFor(account, shown())).rejects.toMatchObject({ error: 'invalid_client' });
  });

  test('is refused for another resource', async () => {
    await expect(tokenFor(archive, own, 'urn:other')).rejects.toMatchObject({ error: 'invalid_target' });
  });

  test('that the directory does not know gets no token', async () => {
    await new Entries(world.pool, 'Client').upsert(
      'JUS:system.gone',
      await systemClient(parseOfficialId('JUS:system.gone'), { name: 'archive.justice' }),
    );
    await expect(tokenFor('JUS:system.gone', own)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});
