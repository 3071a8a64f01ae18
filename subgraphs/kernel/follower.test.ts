import type { ExchangeEvent } from '@chancery/domain';
import { newId, type ServiceClient } from '@chancery/trust';

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { act, cardEvent } from '../../tests/kit/eventBuilders.ts';
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

describe('a feed whose service was put back to a backup', () => {
  const [a, b, c, d, e, f] = [event('a'), event('b'), event('c'), event('d'), event('e'), event('f')];
  /** What the feed tells now, one event after the other; null while its service is away. */
  let history: readonly ExchangeEvent[] | null = [];
  let taken: string[] = [];
  let forgotten = 0;
  /** With each time that it was found to be the same, since when that was known. */
  let found: Date[] = [];
  let follower: Follower;
  afterEach(async () => {
    await follower.stop();
    vi.restoreAllMocks();
  });

  it('is read again from its beginning, also when it has come further than before meanwhile', async () => {
    follow('restored', [a, b, c]);
    await untilTaken('abc');
    await isAwayBefore([a, d, e, f]);

    await untilTaken('abc' + 'adef');
    expect(forgotten).toBe(1);
  });

  it('is read again also while it has not come as far as before', async () => {
    follow('behind', [a, b, c]);
    await untilTaken('abc');
    await isAwayBefore([a]);

    await untilTaken('abc' + 'a');
    history = [a, d];
    await untilTaken('abc' + 'ad');
    expect(forgotten).toBe(1);
  });

  it('is not read again where it was only away', async () => {
    follow('away again', [a, b]);
    await untilTaken('ab');
    await isAwayBefore([a, b, c]);

    await untilTaken('abc');
    expect(forgotten).toBe(0);
  });

  it('and tells nothing new is said to be there again, and since when it was known', async () => {
    follow('silently', [a, b]);
    await untilTaken('ab');
    await vi.waitFor(async () => expect(await caughtUp('silently')).not.toBeNull(), { timeout: 5_000 });
    expect(found).toEqual([]);
    const left = new Date();
    await isAwayBefore([a, b]);

    await vi.waitFor(() => expect(found).toHaveLength(1), { timeout: 5_000 });
    expect(found[0]?.getTime()).toBeLessThanOrEqual(left.getTime() + 20);
    history = [a, b, c];
    await untilTaken('abc');
    expect([found.length, forgotten]).toEqual([1, 0]);
  });

  it('and has never told anything is said to be there again, too', async () => {
    follow('empty', []);
    await vi.waitFor(async () => expect(await caughtUp('empty')).not.toBeNull(), { timeout: 5_000 });
    await isAwayBefore([]);

    await vi.waitFor(() => expect(found).toHaveLength(1), { timeout: 5_000 });
  });

  it('is said to be another one, and not to be there again', async () => {
    follow('another', [a, b]);
    await untilTaken('ab');
    await vi.waitFor(async () => expect(await caughtUp('another')).not.toBeNull(), { timeout: 5_000 });
    await isAwayBefore([a, c]);

    await untilTaken('ab' + 'ac');
    expect([found.length, forgotten]).toEqual([0, 1]);
  });

  it('is noticed by who was away himself', async () => {
    follow('while nobody looked', [a, b]);
    await untilTaken('ab');
    await follower.stop();
    follow('while nobody looked', [a, c, d]);

    await untilTaken('acd');
    expect(forgotten).toBe(1);
  });

  function follow(source: string, told: readonly ExchangeEvent[]): void {
    history = told;
    taken = [];
    forgotten = 0;
    found = [];
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const tell: ServiceClient['events'] = async (_, after, first) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (history === null) throw new Error('away');
      return { events: history.slice(after, after + first).map((told, at) => ({ ...told, position: after + at + 1 })), more: false };
    };
    follower = new Follower({
      db: tables.db,
      client: { events: tell } as ServiceClient,
      source,
      handle: async (_, page) => void taken.push(...page.map(({ payload }) => (payload.type === 'document' ? String(payload.title) : ''))),
      forget: async () => void forgotten++,
      foundAgain: async (_, knownAt) => void found.push(knownAt),
    });
    follower.start();
  }

  async function isAwayBefore(next: readonly ExchangeEvent[]): Promise<void> {
    history = null;
    await vi.waitFor(() => expect(process.stderr.write).toHaveBeenCalled(), { timeout: 5_000 });
    history = next;
  }

  const untilTaken = (titles: string) => vi.waitFor(() => expect(taken.join('')).toBe(titles), { timeout: 5_000 });
});

/** A document of this title was registered. */
function event(title: string): ExchangeEvent {
  const nobody = act({ official: null, institution: null, duties: [] });
  return { id: newId(), position: 0, at: new Date().toISOString(), act: nobody, payload: cardEvent({ title }) };
}
