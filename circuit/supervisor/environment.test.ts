import { expect, test } from 'vitest';
import { environmentOf } from './environment.ts';
import { homeOf } from './home.ts';

const given = { PATH: '/bin', JUSTICE_DATABASE_URL: 'postgresql://justice', FINANCE_DATABASE_URL: 'postgresql://finance' };
const of = (name: 'justice' | 'gateway') =>
  environmentOf(name, { home: homeOf('/tmp/home'), port: 4005, databaseUrl: 'postgresql://own', given });

test('tells a service its own database and nobody else’s', () => {
  expect(of('justice')).toMatchObject({ PATH: '/bin', PORT: '4005', JUSTICE_DATABASE_URL: 'postgresql://own' });
  expect(of('justice')).not.toHaveProperty('FINANCE_DATABASE_URL');
});

test('tells only the gateway whose tokens to believe', () => {
  expect(of('gateway')).toHaveProperty('CHANCERY_JWKS', '/tmp/home/jwks.json');
  expect(of('justice')).not.toHaveProperty('CHANCERY_JWKS');
});
