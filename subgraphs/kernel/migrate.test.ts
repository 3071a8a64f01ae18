import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '../../tests/kit/databases.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { migrate } from './migrate.ts';

const folders: string[] = [];
let url = '';
beforeEach(async () => {
  url = await emptyDatabase('migrate');
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of migrations by their names. */
function migrations(texts: Readonly<Record<string, string>>): URL {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-migrations-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'migration.sql'), text);
  }
  return pathToFileURL(`${folder}/`);
}

test('applies each migration once, in order', async () => {
  const folder = migrations({
    '2_b': 'INSERT INTO a VALUES (2);',
    '1_a': 'CREATE TABLE a (id int);',
    '10_c': 'INSERT INTO a VALUES (10);',
  });
  expect(await migrate({ url, folder })).toEqual(['1_kernel', '1_a', '2_b', '10_c']);
  expect(await migrate({ url, folder })).toEqual([]);
  expect(await rowsOf(url, 'SELECT id FROM a')).toEqual([{ id: 2 }, { id: 10 }]);
});

test('takes a migration up again that was broken off', async () => {
  const folder = migrations({ '1_slow': 'CREATE TABLE slow (id int); SELECT pg_sleep(2); INSERT INTO slow VALUES (1);' });
  const broken = expect(migrate({ url, folder })).rejects.toThrow();
  const sleeping = `FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(2)%' AND pid <> pg_backend_pid()`;
  await expect.poll(async () => (await rowsOf(url, `SELECT 1 ${sleeping}`)).length, { timeout: 10_000 }).toBe(1);
  await rowsOf(url, `SELECT pg_terminate_backend(pid) ${sleeping}`);
  await broken;

  expect(await migrate({ url, folder })).toEqual(['1_slow']);
  expect(await rowsOf(url, 'SELECT id FROM slow')).toEqual([{ id: 1 }]);
});

test('says again what it could not do until somebody mends it', async () => {
  const folder = migrations({ '1_wrong': 'CREATE TABLE half (id int); SELECT nonsense;' });
  await expect(migrate({ url, folder })).rejects.toThrow('1_wrong failed');
  await expect(migrate({ url, folder })).rejects.toThrow(/1_wrong failed earlier.*nonsense/s);
  expect(await rowsOf(url, "SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
});
