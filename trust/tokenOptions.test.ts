import { expect, test } from 'vitest';
import { tokenOptionsOf } from './tokenOptions.ts';

const issuer = 'https://id.example/realms/chancery';

test('reads whose tokens are believed from the environment', () => {
  const environment = { CHANCERY_OIDC_ISSUER: issuer, CHANCERY_OIDC_AUDIENCE: 'exchange', CHANCERY_OIDC_OFFICIAL_CLAIM: 'official' };
  expect(tokenOptionsOf(environment)).toMatchObject({ issuer, audience: 'exchange', officialClaim: 'official', isInEarnest: false });
});

test.each([
  ['no issuer', {}],
  ['what is no URL', { CHANCERY_OIDC_ISSUER: 'keycloak' }],
  ['plain HTTP in production', { CHANCERY_PROFILE: 'production', CHANCERY_OIDC_ISSUER: 'http://id.example' }],
  ['a profile that there is not', { CHANCERY_PROFILE: 'prod', CHANCERY_OIDC_ISSUER: issuer }],
])('refuses %s', (_case, environment) => {
  expect(() => tokenOptionsOf(environment)).toThrow(/CHANCERY_/);
});
