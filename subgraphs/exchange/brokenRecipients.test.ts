import { setTimeout as pause } from 'node:timers/promises';
import { startService } from '@chancery/kernel';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { backupOf } from '../../tests/kit/backups.ts';
import { ownersUrl } from '../../tests/kit/databases.ts';
import { delivered, seenBySender, sent, sentAndDelivered, withdraw } from '../../tests/kit/exchangeActs.ts';
import { exchangeOfFile, startedAgain, world } from '../../tests/kit/exchangeOfFile.ts';
import type { ForeignPerimeter } from '../../tests/kit/foreignPerimeter.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { until } from '../../tests/kit/until.ts';
import { exchange } from './index.ts';

exchangeOfFile();

let finance: ForeignPerimeter;
let said: string[] = [];

beforeAll(() => {
  ({ finance } = world.perimeters);
});
beforeEach(() => {
  said = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
});
afterEach(() => void vi.restoreAllMocks());

describe('of the copies that a recipient has lost (§7.14)', () => {
  it.each(['fault', 'WRONG_PERIMETER'] as const)(
    'one that it answers with %s holds up none of the others, and is asked after again',
    async (mood) => {
      const lost = [await sentAndDelivered(), await sentAndDelivered()];
      const broken = await sentAndDelivered();
      finance.moodsAbout.set(broken.id, mood);
      await finance.putBack(
        [...lost, broken].map(({ id }) => id),
        { withFeed: false },
      );

      await until(() => lost.every(({ id }) => finance.copies.get(id)?.state === 'DELIVERED'));
      finance.moodsAbout.clear();
      await until(() => finance.copies.get(broken.id)?.state === 'DELIVERED');
    },
  );

  it('none is given up because it refuses them all for a while', async () => {
    const lost = [await sentAndDelivered(), await sentAndDelivered()];
    finance.moods.set('settleDelivery', 'WRONG_PERIMETER');
    await finance.putBack(
      lost.map(({ id }) => id),
      { withFeed: false },
    );
    await until(() => said.some((line) => line.includes('ask-again')));
    finance.moods.clear();

    await until(() => lost.every(({ id }) => finance.copies.get(id)?.state === 'DELIVERED'));
  });

  it('it is told how many are handed over again', async () => {
    const lost = [await sentAndDelivered(), await sentAndDelivered()];
    await finance.putBack(
      lost.map(({ id }) => id),
      { withFeed: false },
    );

    await until(() => lost.every(({ id }) => finance.copies.get(id)?.state === 'DELIVERED'));
    expect(said.filter((line) => line.includes('finance has lost 2 copies'))).toHaveLength(1);
  });

  it('one is handed over once, though the exchange died before it was confirmed', async () => {
    const { id } = await sentAndDelivered();
    finance.beforeReceiving = async () => finance.moodsAbout.set(id, 'fault');
    await finance.putBack([id], { withFeed: false });
    await until(async () => (await seenBySender(id)).attempts.length === 2);
    await pause(2_500);
    finance.moodsAbout.clear();

    await until(() => finance.copies.get(id)?.state === 'DELIVERED');
    expect((await seenBySender(id)).attempts.map(({ outcome }) => outcome)).toEqual(['DELIVERED', 'DELIVERED']);
    expect(finance.copies.get(id)?.times).toBe(1);
  });

  it.each([true, false])('each is handed over once by two processes that find it at once, with another feed: %s', async (withFeed) => {
    const second = await startService(exchange, { ...world.exchange, port: 0 });
    const ids = await Promise.all(Array.from({ length: 30 }, () => sent()));
    await until(() => ids.every((id) => finance.copies.get(id)?.state === 'DELIVERED'));
    finance.tell(ids[0] ?? '', 'REGISTERED');
    await until(async () => (await seenBySender(ids[0] ?? '')).state === 'REGISTERED');
    await finance.putBack(ids, { withFeed });

    await until(() => ids.every((id) => finance.copies.get(id)?.state === 'DELIVERED'));
    await pause(1_000);
    await second.close();
    const attempts = await Promise.all(ids.map(async (id) => (await seenBySender(id)).attempts.map(({ outcome }) => outcome).join()));
    expect(new Set(attempts)).toEqual(new Set(['DELIVERED,DELIVERED']));
    expect(ids.map((id) => finance.copies.get(id)?.times)).toEqual(ids.map(() => 1));
  });

  it.each([
    ['within a day is handed over no more, and that is said', '1 hour', 10],
    ['in more than a day is handed over again', '25 hours', 11],
  ])('one that it has taken ten times %s', async (_, ago, count) => {
    const { id } = await sentAndDelivered();
    await handedOverBefore(id, 9, ago);
    await finance.putBack([id], { withFeed: false });

    if (count === 10) await until(() => said.some((line) => line.includes(`FIN has taken ${id} 10 times within a day`)));
    else await until(() => finance.copies.has(id));
    expect((await seenBySender(id)).attempts).toHaveLength(count);
    expect(finance.copies.has(id)).toBe(count === 11);
  });
});

it('a perimeter that was put back is told of all that was closed before it was delivered, however much that is (§7.7)', {
  timeout: 60_000,
}, async () => {
  const { justice } = world.perimeters;
  await sentAndDelivered();
  const ids = await longClosed(1_500);
  justice.closures.length = 0;
  await justice.putBack([], { withFeed: false });
  justice.tell(ids[0] ?? '', 'REFUSED');
  await pause(500);
  await justice.putBack([], { withFeed: true });

  await until(() => new Set(justice.closures.map(({ consignmentId }) => consignmentId)).size === 1_500, 50_000);
});

it('an author that is not there when a consignment was closed is told when it is, after those who are (§7.7)', async () => {
  const { justice } = world.perimeters;
  finance.moods.set('acceptDelivery', 'fault');
  justice.moods.set('noteClosure', 'fault');
  const id = await sent();
  await withdraw(id);
  const owner = await ownersUrl(world.exchange.databaseUrl);
  const waiting = "SELECT priority FROM boss.job WHERE name = 'note-closure' AND state < 'completed' AND data ->> 'consignmentId' = $1";
  await until(async () => JSON.stringify(await rowsOf(owner, waiting, [id])) === '[{"priority":-1}]');
  justice.moods.clear();

  await until(() => justice.closures.some(({ consignmentId }) => consignmentId === id));
});

it('a recipient that registers what was called back before it was delivered changes nothing, and that is said (§7.7)', async () => {
  finance.moods.set('acceptDelivery', 'fault');
  const ids = [await sent(), await sent()];
  for (const id of ids) await withdraw(id);
  for (const id of ids) finance.tell(id, 'REGISTERED');

  await until(() => ids.every((id) => said.some((line) => line.includes('following finance') && line.includes(id))));
  expect(await Promise.all(ids.map(async (id) => (await seenBySender(id)).state))).toEqual(['WITHDRAWN', 'WITHDRAWN']);
});

describe('the exchange that was put back to a backup', () => {
  it('has the receipt also of what it heard to be registered before it knew it delivered (§7.8)', { timeout: 60_000 }, async () => {
    finance.moods.set('acceptDelivery', 'fault');
    const id = await sent();
    await until(async () => (await seenBySender(id)).attempts.some(({ outcome }) => outcome === 'UNREACHABLE'));
    const backup = await startedAgain(() => backupOf(world.exchange.databaseUrl));
    finance.moods.clear();
    const { receipt } = await delivered(id, 'JUS');
    await until(() => finance.copies.get(id)?.state === 'DELIVERED');
    await startedAgain(
      async () => {
        await backup.putBack();
        finance.tell(id, 'REGISTERED');
      },
      { environment: { CHANCERY_DELIVERIES_HELD: '1' } },
    );
    expect(said.some((line) => line.includes('CHANCERY_DELIVERIES_HELD'))).toBe(true);
    await until(async () => (await seenBySender(id)).state === 'REGISTERED');
    await startedAgain(() => undefined);

    await until(async () => (await seenBySender(id)).receipt !== null);
    expect((await seenBySender(id)).receipt).toEqual(receipt);
  });
});

/** So often it was handed over again, as far as is on record. */
async function handedOverBefore(id: string, times: number, ago: string): Promise<void> {
  const owner = await ownersUrl(world.exchange.databaseUrl);
  await rowsOf(
    owner,
    `INSERT INTO attempt (consignment_id, number, started_at, outcome, ended_at)
     SELECT $1, n + 1, now() - $3::interval, 'DELIVERED', now() - $3::interval FROM generate_series(1, $2::int) n`,
    [id, times, ago],
  );
  await rowsOf(owner, 'UPDATE consignment SET attempt = attempt + $2::int WHERE id = $1', [id, times]);
}

/** Consignments of JUS that expired within the last minutes, the newest first. */
async function longClosed(count: number): Promise<readonly string[]> {
  const owner = await ownersUrl(world.exchange.databaseUrl);
  const [like] = await rowsOf<{ dispatch_id: string }>(owner, 'SELECT dispatch_id FROM consignment LIMIT 1');
  const rows = await rowsOf<{ id: string }>(
    owner,
    `WITH d AS (
       INSERT INTO dispatch (id, status, document_id, sender, dispatched_at, dispatched_by, bundle)
       SELECT 'JUS:' || lpad(n::text, 26, '0'), status, document_id, sender, dispatched_at, dispatched_by, bundle
         FROM dispatch, generate_series(1, $2::int) n WHERE id = $1 RETURNING *
     ), c AS (
       INSERT INTO consignment (id, dispatch_id, document_id, sender, recipient, access, document_date, state, accepted_at, expires_at, closed_at)
       SELECT 'LIB:' || right(d.id, 26), d.id, d.document_id, d.sender, 'LIB', 'INTERNAL', '2026-03-01', 'EXPIRED',
              now() - interval '1 day', now(), now() - right(d.id, 9)::int * interval '1 millisecond' FROM d RETURNING id, closed_at
     ) SELECT id FROM c ORDER BY closed_at DESC`,
    [like?.dispatch_id, count],
  );
  return rows.map(({ id }) => id);
}
