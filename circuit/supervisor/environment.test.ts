import { expect, test } from 'vitest';
import { environmentOf } from './environment.ts';
import { homeOf } from './home.ts';

const given = { PATH: '/bin', JUSTICE_DATABASE_URL: 'postgresql://justice', FINANCE_DATABASE_URL: 'postgresql://finance' };
const of = (name: 'justice' | 'gateway' | 'issuer') =>
  environmentOf(name, { home: homeOf('/tmp/home'), port: 4005, databaseUrl: 'postgresql://own', issuer: 'http://127.0.0.1:4009', given });

test('tells a service its own database and nobody else’s', () => {
  expect(of('justice')).toMatchObject({ PATH: '/bin', PORT: '4005', JUSTICE_DATABASE_URL: 'postgresql://own' });
  expect(of('justice')).not.toHaveProperty('FINANCE_DATABASE_URL');
});

test('lets services listen on loopback, and the gateway where it is told to', () => {
  const hosts = { ...given, CHANCERY_SERVICE_HOST: '0.0.0.0', CHANCERY_GATEWAY_HOST: '10.0.1.10' };
  const gateway = environmentOf('gateway', { home: homeOf('/tmp/home'), port: 4000, databaseUrl: '', issuer: undefined, given: hosts });
  expect(gateway).toHaveProperty('CHANCERY_GATEWAY_HOST', '10.0.1.10');
  expect(gateway).not.toHaveProperty('CHANCERY_SERVICE_HOST');
});

test('tells everybody whose tokens to believe, and the issuer alone where its keys are', () => {
  expect(of('justice')).toHaveProperty('CHANCERY_OIDC_ISSUER', 'http://127.0.0.1:4009');
  expect(of('issuer')).toHaveProperty('CHANCERY_ISSUER_KEYS', '/tmp/home/keys/issuer-keys.json');
  expect(of('gateway')).not.toHaveProperty('CHANCERY_ISSUER_KEYS');
});
