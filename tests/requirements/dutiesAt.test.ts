import { directory } from '@chancery/directory';
import { type Duty, dutiesAt, type OfficialId, parseInstitutionCode, parseOfficialId, type Tenure } from '@chancery/domain';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migratedDoors } from '../kit/databases.ts';

let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: (await migratedDoors(directory.migrations)).owner });
  await client.connect();
  await client.query(
    "INSERT INTO institution (code, name, sector, server, version) VALUES ('JUS', 'JUS', 'x', 'x', 1), ('FIN', 'FIN', 'x', 'x', 2)",
  );
  for (const [index, id] of people.entries())
    await client.query("INSERT INTO official (id, name, institution, clearance, version) VALUES ($1, $1, 'JUS', FALSE, $2)", [
      id,
      index + 3,
    ]);
});
afterAll(() => client.end());

const people = ['JUS:a', 'JUS:b', 'JUS:c'].map(parseOfficialId);
const institutions = ['JUS', 'FIN'].map(parseInstitutionCode);
const day = 86_400_000;
const at = (days: number) => new Date(Date.UTC(2026, 2, 1) + days * day);

interface Held extends Tenure {
  readonly official: OfficialId;
}

const held = fc
  .record({
    official: fc.constantFrom(...people),
    duty: fc.constantFrom<Duty>('CLERK', 'SIGNATORY'),
    institution: fc.constantFrom(...institutions),
    from: fc.integer({ min: 0, max: 20 }),
    days: fc.option(fc.integer({ min: 0, max: 20 })),
    delegatedBy: fc.option(fc.constantFrom(...people)),
  })
  .filter(({ official, days, delegatedBy }) => delegatedBy === null || (days !== null && official !== delegatedBy))
  .map(({ from, days, ...rest }): Held => ({ ...rest, from: at(from), to: days === null ? null : at(from + days) }));

async function write(all: readonly Held[]): Promise<void> {
  await client.query('DELETE FROM held_duty; DELETE FROM delegation');
  for (const [index, { official, duty, institution, from, to, delegatedBy }] of all.entries()) {
    if (delegatedBy === null)
      await client.query('INSERT INTO held_duty VALUES ($1, $2, $3, $4, $5)', [official, duty, institution, from, to]);
    else
      await client.query(
        'INSERT INTO delegation (id, delegator, delegate, duty, institution, held_from, held_to) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [String(index), delegatedBy, official, duty, institution, from, to],
      );
  }
}

/** §2.5.3 Two places say who holds what at a moment: the directory's database to its lists, the domain to every copy. */
test('the database and the domain count the same duties', async () => {
  const keyOf = ({ official, duty, institution, from, delegatedBy }: Held) =>
    JSON.stringify([official, duty, institution, from, delegatedBy === null]);
  const directories = fc.uniqueArray(held, { maxLength: 12, selector: keyOf });
  await fc.assert(
    fc.asyncProperty(directories, fc.integer({ min: 0, max: 40 }), async (all, days) => {
      await write(all);
      const { rows } = await client.query<{ official: string; institution: string; duty: string }>(
        'SELECT DISTINCT official, institution, duty FROM duties_at($1)',
        [at(days)],
      );
      const tenuresOf = (official: OfficialId) => all.filter((each) => each.official === official);
      const counted = people.flatMap((official) =>
        institutions.flatMap((institution) =>
          dutiesAt(tenuresOf(official), institution, at(days), tenuresOf).duties.map((duty) => ({ official, institution, duty })),
        ),
      );
      const inOrder = (found: readonly object[]) => found.map((each) => JSON.stringify(each)).toSorted();
      expect(inOrder(rows)).toEqual(inOrder(counted));
    }),
    { numRuns: 150 },
  );
}, 60_000);
