import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { services } from '../services.ts';
import { homeOf } from './home.ts';
import { requireProduction } from './production.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-production-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const urls = (host: string, options = '') =>
  Object.fromEntries(
    services.flatMap(({ name }) => [
      [`${name.toUpperCase()}_DATABASE_URL`, `postgresql://${name}:geheim@${host}/${name}${options}`],
      [`${name.toUpperCase()}_OWNER_DATABASE_URL`, `postgresql://${name}_owner:geheim@${host}/${name}${options}`],
    ]),
  );
const sound = {
  CHANCERY_PROFILE: 'production',
  CHANCERY_OIDC_ISSUER: 'https://sign-in.example',
  CHANCERY_BEHIND_PROXY: '1',
  ...urls('db.example', '?sslmode=verify-full'),
};
const refusalOf = (environment: NodeJS.ProcessEnv): string => {
  try {
    requireProduction(homeOf(folder), environment);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test('a circuit in earnest may start with an issuer, TLS, and two roles for each database', () => {
  expect(refusalOf(sound)).toBe('');
  expect(refusalOf({ ...sound, ...urls('127.0.0.1') })).toBe('');
});

test.each([
  ['CHANCERY_OIDC_ISSUER', { CHANCERY_OIDC_ISSUER: undefined }],
  ['plain HTTP', { CHANCERY_BEHIND_PROXY: undefined }],
  ['JUSTICE_DATABASE_URL is not set', { JUSTICE_DATABASE_URL: undefined }],
  ['AUDIT_OWNER_DATABASE_URL is not set', { AUDIT_OWNER_DATABASE_URL: undefined }],
  ['AUDIT_OWNER_DATABASE_URL leads over a network without TLS', { AUDIT_OWNER_DATABASE_URL: 'postgresql://a:geheim@db.example/audit' }],
  [
    'FINANCE_DATABASE_URL leads over a network without TLS',
    { FINANCE_DATABASE_URL: 'postgresql://a:geheim@db.example/finance?sslmode=require' },
  ],
])('it may not: %s', (said, change) => {
  const refusal = refusalOf({ ...sound, ...change });
  expect(refusal).toContain(said);
  expect(refusal.split('\n')).toHaveLength(1);
  expect(refusal).not.toContain('geheim');
});

test('it may not in the folder of a demonstration', () => {
  const { seeds } = homeOf(folder);
  writeFileSync(seeds, '{}');
  expect(refusalOf(sound)).toContain('holds the demonstration');
  rmSync(seeds);
});

test('what is wrong is said at once, and in the embedded profile nothing is', () => {
  expect(refusalOf({ CHANCERY_PROFILE: 'production' }).split('\n')).toHaveLength(2 + services.length);
  expect(refusalOf({})).toBe('');
});
