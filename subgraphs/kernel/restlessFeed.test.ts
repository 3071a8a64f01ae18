import { newId, type ServiceClient } from '@chancery/trust';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { act, cardEvent } from '../../tests/kit/eventBuilders.ts';
import { openTables, type Tables } from '../../tests/kit/tables.ts';
import { Follower } from './follower.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.close());

it('a feed that is another one each time it is looked at is begun anew ten times, and then no more for a while', async () => {
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
  let looks = 0;
  let begun = 0;
  // One event, which is another one each time, and every second answer is none.
  const events: ServiceClient['events'] = async (_, after, first) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    looks += 1;
    if (after > 0) throw new Error('away');
    const nobody = act({ official: null, institution: null, duties: [] });
    const told = { id: newId(), position: 1, at: new Date().toISOString(), act: nobody, payload: cardEvent({ title: 'Another' }) };
    return { events: first === 0 ? [] : [told], more: false };
  };
  const client = { events } as ServiceClient;
  const follower = new Follower({
    db: tables.db,
    client,
    source: 'restless',
    handle: async () => undefined,
    forget: async () => void begun++,
  });
  follower.start();
  await vi.waitFor(() => expect(begun).toBe(10), { timeout: 15_000 });
  const then = looks;
  await vi.waitFor(() => expect(looks).toBeGreaterThan(then + 2), { timeout: 15_000 });
  await follower.stop();
  vi.restoreAllMocks();

  expect(begun).toBe(10);
  expect(said.filter((line) => line.includes('for the tenth time within ten minutes'))).toHaveLength(1);
});
