import { describe, expect, test } from 'vitest';
import { readSettings, usualSettings } from './settings.ts';

describe('settings', () => {
  test('are the usual ones where nobody decides otherwise', () => {
    expect(readSettings({ CHANCERY_PROFILE: '', CHANCERY_BUDGET_CALLER: '' })).toEqual({ ...usualSettings, graphiql: true });
  });

  test('are what the environment says', () => {
    const env = {
      CHANCERY_PROFILE: 'production',
      CHANCERY_OPERATION_COST: '100',
      CHANCERY_CORS_ORIGINS: 'https://desk.example.gov, http://localhost:3000',
      CHANCERY_PUBLIC_CLIENTS: 'desk,kiosk',
      CHANCERY_DUTIES_UNCONFIRMED_MS: '60000',
      CHANCERY_SERVICE_TIMEOUTS: 'health=20000, audit=5000',
      CHANCERY_SERVICE_CALLS: '8',
      CHANCERY_SHARE_READS: 'off',
      CHANCERY_DEADLINE_MS: '4000',
    };
    expect(readSettings(env)).toMatchObject({
      profile: 'production',
      graphiql: false,
      operationCost: 100,
      corsOrigins: new Set(['https://desk.example.gov', 'http://localhost:3000']),
      publicClients: new Set(['desk', 'kiosk']),
      dutiesUnconfirmedMs: 60_000,
      services: {
        patienceMs: 10_000,
        patienceFor: new Map([
          ['health', 20_000],
          ['audit', 5_000],
        ]),
        calls: 8,
        slowMs: 2_000,
        sharesReads: false,
      },
    });
  });

  test('serve GraphiQL in the embedded profile, and where they are told to', () => {
    const served = (env: NodeJS.ProcessEnv) => readSettings(env).graphiql;
    const production = { CHANCERY_PROFILE: 'production' };

    expect([served({}), served({ CHANCERY_GRAPHIQL: 'off' })]).toEqual([true, false]);
    expect([served(production), served({ ...production, CHANCERY_GRAPHIQL: 'on' })]).toEqual([false, true]);
    expect(() => served({ CHANCERY_GRAPHIQL: 'yes' })).toThrow('CHANCERY_GRAPHIQL is on or off, not yes.');
  });

  test.each([
    ['CHANCERY_PROFILE', 'prod'],
    ['CHANCERY_BUDGET_CALLER', '0'],
    ['CHANCERY_BUDGET_INSTITUTION', 'many'],
    ['CHANCERY_DUTIES_UNCONFIRMED_MS', 'never'],
    ['CHANCERY_DUTIES_UNCONFIRMED_MS', '500'],
    ['CHANCERY_SERVICE_TIMEOUTS', '20000'],
    ['CHANCERY_SERVICE_TIMEOUTS', 'health=soon'],
    ['CHANCERY_SERVICE_QUEUE', '-1'],
    ['CHANCERY_SHARE_READS', 'yes'],
    ['CHANCERY_CORS_ORIGINS', '*'],
    ['CHANCERY_CORS_ORIGINS', 'https://desk.example.gov/page'],
    ['CHANCERY_CORS_ORIGINS', 'null'],
  ])('are refused where they cannot be meant: %s=%s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });
});
