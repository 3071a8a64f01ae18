import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTables, type Tables } from '../../tests/kit/tables.ts';
import { sqlTransaction, type Transaction } from './database.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
  await tables.db.$executeRawUnsafe('CREATE TABLE kept (id int PRIMARY KEY)');
});
afterAll(() => tables.close());

const keep = (tx: Transaction, id: number) => tx.$executeRawUnsafe('INSERT INTO kept VALUES ($1)', id);
const kept = async () => (await tables.db.$queryRawUnsafe<{ id: number }[]>('SELECT id FROM kept ORDER BY id')).map(({ id }) => id);

test('keeps what was done, and undoes all of it when something is thrown', async () => {
  await sqlTransaction(tables.db, (tx) => keep(tx, 1));
  const failing = sqlTransaction(tables.db, async (tx) => {
    await keep(tx, 2);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await kept()).toEqual([1]);
});

test('does not take for kept what the server has undone because a statement failed', async () => {
  const swallowing = sqlTransaction(tables.db, async (tx) => {
    await keep(tx, 3);
    await keep(tx, 3).catch(() => undefined);
  });
  await expect(swallowing).rejects.toThrow();
  expect(await kept()).not.toContain(3);
});

test('is over when its connection is lost, and leaves the pool a sound one', async () => {
  const losing = sqlTransaction(tables.db, async (tx) => {
    await keep(tx, 4);
    await tx.$queryRawUnsafe('SELECT pg_terminate_backend(pg_backend_pid())');
  });
  await expect(losing).rejects.toThrow();
  await Promise.all(Array.from({ length: 30 }, (_, index) => sqlTransaction(tables.db, (tx) => keep(tx, 100 + index))));
  expect(await kept()).toHaveLength(31);
});
