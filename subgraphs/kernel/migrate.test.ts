import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDoors } from '../../tests/kit/databases.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { migrate } from './migrate.ts';

const folders: string[] = [];
let url = '';
let service = '';
beforeEach(async () => {
  ({ owner: url, service } = await emptyDoors('migrate'));
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of migrations by their names. */
function migrations(texts: Readonly<Record<string, string>>, rights: object = {}): URL {
  const place = mkdtempSync(join(tmpdir(), 'chancery-migrations-'));
  folders.push(place);
  writeFileSync(join(place, 'rights.json'), JSON.stringify(rights));
  const folder = join(place, 'migrations');
  mkdirSync(folder);
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
  expect(await migrate({ url, folder })).toEqual(['1_kernel', '2_caught_up', '3_requests', '4_followed_event', '1_a', '2_b', '10_c']);
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

test('gives the service the rights that stand beside the migrations, and takes every other back', async () => {
  const tables = { '1_tables': 'CREATE TABLE letter (id int, note text); CREATE TABLE seal (id int)' };
  const first = migrations(tables, { public: { '*': ['SELECT'], letter: ['SELECT', 'INSERT', 'UPDATE (note)'] } });
  await migrate({ url, folder: first, service });
  await rowsOf(service, "INSERT INTO letter VALUES (1, 'a')");
  await rowsOf(service, "UPDATE letter SET note = 'b'");
  for (const denied of [
    'UPDATE letter SET id = 2',
    'DELETE FROM letter',
    'INSERT INTO seal VALUES (1)',
    'TRUNCATE letter',
    'DROP TABLE letter',
  ])
    await expect(rowsOf(service, denied)).rejects.toThrow(/permission denied|must be owner/);

  await rowsOf(url, 'GRANT ALL ON seal TO PUBLIC');
  await migrate({ url, folder: migrations(tables, { public: { letter: ['SELECT', 'DELETE'] } }), service });
  await rowsOf(service, 'DELETE FROM letter');
  for (const denied of [
    "UPDATE letter SET note = 'c'",
    'INSERT INTO letter VALUES (2)',
    'SELECT FROM seal',
    'SELECT FROM _prisma_migrations',
  ])
    await expect(rowsOf(service, denied)).rejects.toThrow('permission denied');
});

test('names a role that the server lacks', async () => {
  const stranger = new URL(service);
  stranger.username = 'nobody_here';
  await expect(migrate({ url, folder: null, service: stranger.href })).rejects.toThrow('There is no role nobody_here');
});
