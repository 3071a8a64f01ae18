import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { createIssuerKey } from './issuerKey.ts';
import { issueToken, tokenSource } from './issueToken.ts';

const official = parseOfficialId('JUS:o.petrenko');
const institution = parseInstitutionCode('JUS');

test('issues a token that the published key set proves', async () => {
  const { key, jwks } = await createIssuerKey();
  const token = await issueToken(key, { official, institution });
  const proven = await jwtVerify(token, createLocalJWKSet({ keys: [...jwks.keys] }), { issuer: key.issuer, audience: 'chancery' });
  expect(proven.protectedHeader).toMatchObject({ alg: 'ES256', kid: key.kid });
  expect(proven.payload).toMatchObject({ sub: 'JUS:o.petrenko', institution: 'JUS' });
  expect((proven.payload.exp ?? 0) - (proven.payload.iat ?? 0)).toBe(12 * 3600);
});

test('publishes no private part', async () => {
  const { jwks } = await createIssuerKey();
  expect(jwks.keys[0]).not.toHaveProperty('d');
});

test('hands out the same token again', async () => {
  const { key } = await createIssuerKey();
  const token = tokenSource(key);
  expect(await token(official, institution)).toBe(await token(official, institution));
});
