import { expect, test } from 'vitest';
import { administratorsUrl, emptyDoors, migratedDoors } from '../../tests/kit/databases.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { excessOf } from './leastRights.ts';

test('a service of the circuit has none', async () => {
  const migrations = new URL('../../subgraphs/audit/prisma/migrations/', import.meta.url);
  expect(await excessOf((await migratedDoors(migrations)).service)).toBeUndefined();
});

test.each([
  ['ALTER ROLE $role CREATEDB', /make roles or databases/],
  ['GRANT pg_read_all_data TO $role', /member of another role/],
  ['CREATE TABLE letter (id int); ALTER TABLE letter OWNER TO $role', /owns the database or what is in it/],
  ['GRANT CREATE ON SCHEMA public TO $role', /may make schemas or tables/],
])('%s is too much', async (statement, said) => {
  const { owner, service } = await emptyDoors('rights');
  await rowsOf(await administratorsUrl(owner), statement.replaceAll('$role', new URL(service).username));
  expect(await excessOf(service)).toMatch(said);
});

test('the owner, and the administrator, have too much', async () => {
  const { owner } = await emptyDoors('rights');
  expect(await excessOf(owner)).toMatch('owns the database');
  expect(await excessOf(await administratorsUrl(owner))).toMatch('superuser');
});
