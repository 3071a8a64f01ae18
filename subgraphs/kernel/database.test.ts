import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTables, type Tables } from '../../tests/kit/tables.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.close());

const setting = async (name: string) =>
  (await tables.db.$queryRawUnsafe<{ setting: string }[]>(`SELECT current_setting('${name}') AS setting`))[0]?.setting;

test('lets the server end a transaction in which a process hangs, once nobody waits for it any more', async () => {
  expect(await setting('idle_in_transaction_session_timeout')).toBe('12s');
});

test('speaks of moments in UTC', async () => {
  expect(await setting('TimeZone')).toBe('UTC');
});
