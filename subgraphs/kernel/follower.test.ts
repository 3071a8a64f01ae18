import type { ServiceClient } from '@chancery/trust';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTables, type Tables } from '../../tests/kit/tables.ts';
import { Follower } from './follower.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.close());

const long = new Date('2026-03-01T00:00:00Z');
const caughtUp = async (source: string) => {
  const [row] = await tables.db.$queryRawUnsafe<{ at: Date | null }[]>(
    'SELECT caught_up_at AS at FROM kernel.follow_cursor WHERE source = $1',
    source,
  );
  return row?.at ?? null;
};

it('of a feed that tells nothing new, writes down now and then that all of it is known', async () => {
  await tables.db.$executeRawUnsafe(
    "INSERT INTO kernel.follow_cursor (source, position, caught_up_at) VALUES ('quiet', 7, $1), ('away', 7, $1)",
    long,
  );
  const looks: string[] = [];
  const events: ServiceClient['events'] = async (source) => {
    looks.push(source);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (source === 'away') throw new Error('away');
    return { events: [], more: false };
  };
  const followers = ['quiet', 'away'].map(
    (source) => new Follower({ db: tables.db, client: { events } as ServiceClient, source, handle: async () => undefined }),
  );
  const began = Date.now();
  for (const follower of followers) follower.start();
  await vi.waitFor(async () => expect((await caughtUp('quiet'))?.getTime()).toBeGreaterThanOrEqual(began), { timeout: 5_000 });
  const first = await caughtUp('quiet');
  const seen = looks.length;
  await vi.waitFor(() => expect(looks.length).toBeGreaterThan(seen + 3), { timeout: 5_000 });
  await Promise.all(followers.map((follower) => follower.stop()));

  // Not with each look, and not for what does not answer.
  expect(await caughtUp('quiet')).toEqual(first);
  expect(await caughtUp('away')).toEqual(long);
});
