import { expect, test } from 'vitest';
import { databaseFault, gatewayFault, RefusedInProduction, refuseInProduction } from './production.ts';
import { profileOf } from './profile.ts';

test.each([
  [undefined, 'embedded'],
  ['', 'embedded'],
  ['embedded', 'embedded'],
  ['production', 'production'],
])('the profile %s is %s', (named, profile) => {
  expect(profileOf({ CHANCERY_PROFILE: named })).toBe(profile);
});

test('a misspelt profile is no profile', () => {
  expect(() => profileOf({ CHANCERY_PROFILE: 'Production' })).toThrow('embedded or production');
});

test.each([
  'postgresql://justice:geheim@127.0.0.1:5432/justice',
  'postgresql://justice:geheim@localhost/justice',
  'postgresql://justice:geheim@[::1]:5432/justice',
  'postgresql:///justice?host=/run/postgresql',
  'postgresql://justice@%2Frun%2Fpostgresql/justice',
  'postgresql://justice:geheim@db.example/justice?sslmode=verify-full&sslrootcert=/etc/ca.pem',
])('a database may be reached so: %s', (url) => {
  expect(databaseFault('JUSTICE_DATABASE_URL', url)).toBeUndefined();
});

test.each([
  'postgresql://justice:geheim@db.example/justice',
  'postgresql://justice:geheim@db.example/justice?sslmode=require',
  'postgresql://justice:geheim@10.0.0.127/justice?sslmode=verify-ca',
  'postgresql://justice:geheim@127.0.0.1.db.example/justice',
])('a database may not be reached so, and no password is said: %s', (url) => {
  expect(databaseFault('JUSTICE_DATABASE_URL', url)).toMatch(/^JUSTICE_DATABASE_URL .*sslmode=verify-full/);
  expect(databaseFault('JUSTICE_DATABASE_URL', url)).not.toContain('geheim');
});

test.each([
  [{}, false],
  [{ CHANCERY_GATEWAY_TLS_CERT: 'cert.pem' }, false],
  [{ CHANCERY_BEHIND_PROXY: 'no' }, false],
  [{ CHANCERY_GATEWAY_TLS_CERT: 'cert.pem', CHANCERY_GATEWAY_TLS_KEY: 'key.pem' }, true],
  [{ CHANCERY_BEHIND_PROXY: '1' }, true],
])('a gateway with %j may serve: %s', (environment, may) => {
  expect(gatewayFault(environment) === undefined).toBe(may);
});

test('what is wrong is refused in production alone, all of it at once', () => {
  const faults = ['one thing', undefined, 'another'];
  expect(() => refuseInProduction({}, faults)).not.toThrow();
  expect(() => refuseInProduction({ CHANCERY_PROFILE: 'production' }, [undefined])).not.toThrow();
  const refused = () => refuseInProduction({ CHANCERY_PROFILE: 'production' }, faults);
  expect(refused).toThrow(RefusedInProduction);
  expect(refused).toThrow('Refused in production: one thing\nRefused in production: another');
});
