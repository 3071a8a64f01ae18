import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { emptyDatabase, migratedDatabase } from './databases.ts';

async function tablesOf(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('kernel', 'public')`,
  );
  await client.end();
  return rows.map(({ name }) => name);
}

describe('a database for a test', () => {
  it('is empty, or migrated, and another for each who asks', async () => {
    const migrations = new URL('../../subgraphs/exchange/prisma/migrations/', import.meta.url);

    const [empty, first, second] = await Promise.all([emptyDatabase(), migratedDatabase(migrations), migratedDatabase(migrations)]);

    expect(await tablesOf(empty)).toEqual([]);
    expect(await tablesOf(first)).toEqual(expect.arrayContaining(['kernel.outbox', 'public.consignment']));
    expect(await tablesOf(second)).toEqual(await tablesOf(first));
    expect(first).not.toBe(second);
  });
});
