import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownersUrl } from '../../tests/kit/databases.ts';
import { seenBySender, sent, sentAndDelivered, withdraw } from '../../tests/kit/exchangeActs.ts';
import { exchangeOfFile, startedAgain, world } from '../../tests/kit/exchangeOfFile.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { until } from '../../tests/kit/until.ts';

exchangeOfFile();
// That a perimeter was away, or is another one, is on record for those who run the services, not for who reads this test.
beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

/** §7.14 What a recipient has lost of what was delivered is handed over again; what is proved stays proved. */
describe('a copy that its recipient has lost (§7.14)', () => {
  it.each([
    ['and its feed is another one', true],
    ['and its feed shows nothing of it', false],
  ])('when its database was put back to a backup, %s, is handed over again', async (_, withFeed) => {
    const { finance } = world.perimeters;
    const told = await sentAndDelivered();
    finance.tell(told.id, 'REFUSED');
    await until(async () => (await seenBySender(told.id)).state === 'REFUSED');
    const [kept, lost] = [await sentAndDelivered(), await sentAndDelivered()];
    await pause(200);
    await finance.putBack([lost.id], { withFeed });

    await until(() => finance.copies.get(lost.id)?.state === 'DELIVERED');
    const after = await seenBySender(lost.id);
    expect(after).toMatchObject({ state: 'DELIVERED', deliveredAt: lost.deliveredAt, receipt: { jws: lost.receipt?.jws } });
    expect(after.attempts).toEqual([
      { number: 1, outcome: 'DELIVERED', receipt: null },
      { number: 2, outcome: 'DELIVERED', receipt: { jws: finance.copies.get(lost.id)?.receipt.jws } },
    ]);
    expect(after.attempts[1]?.receipt?.jws).not.toBe(lost.receipt?.jws);
    // Who has its copy is given no other.
    expect(finance.copies.get(kept.id)?.times).toBe(1);
    expect((await seenBySender(kept.id)).attempts).toHaveLength(1);
  });

  it('though the exchange was away itself when the backup was put back', async () => {
    const lost = await sentAndDelivered();
    await pause(200);
    await startedAgain(() => world.perimeters.finance.copies.delete(lost.id));

    await until(() => world.perimeters.finance.copies.get(lost.id)?.state === 'DELIVERED');
  });

  it('before the delivery was confirmed there, is handed over again when it is', async () => {
    const { finance } = world.perimeters;
    finance.moods.set('settleDelivery', 'fault');
    const { id, receipt } = await sentAndDelivered();
    finance.copies.delete(id);
    finance.moods.clear();

    await until(() => finance.copies.get(id)?.state === 'DELIVERED');
    expect(await seenBySender(id)).toMatchObject({ state: 'DELIVERED', receipt: { jws: receipt?.jws } });
  });

  it('is tried again where that comes to nothing, and each attempt is on record', async () => {
    const { finance } = world.perimeters;
    const { id } = await sentAndDelivered();
    finance.moods.set('acceptDelivery', 'SIGNATURE_INVALID');
    await finance.putBack([id], { withFeed: false });
    await until(async () => (await seenBySender(id)).attempts.at(-1)?.outcome === 'REJECTED');
    finance.moods.clear();

    await until(async () => (await seenBySender(id)).attempts.at(-1)?.outcome === 'DELIVERED');
    expect((await seenBySender(id)).state).toBe('DELIVERED');
  });

  it.each(['REGISTERED', 'REFUSED'] as const)(
    'of a consignment that was registered, which it is %s then, stays registered',
    async (again) => {
      const { finance } = world.perimeters;
      const { id, receipt } = await sentAndDelivered();
      finance.tell(id, 'REGISTERED');
      await until(async () => (await seenBySender(id)).state === 'REGISTERED');
      await finance.putBack([id], { withFeed: true });
      await until(() => finance.copies.get(id)?.state === 'DELIVERED');
      const marker = await sentAndDelivered();
      finance.tell(id, again);
      finance.tell(marker.id, 'REGISTERED');

      await until(async () => (await seenBySender(marker.id)).state === 'REGISTERED');
      expect(await seenBySender(id)).toMatchObject({ state: 'REGISTERED', receipt: { jws: receipt?.jws } });
    },
  );

  it('is on record where it was handed over again, and followers hear nothing new of how it stands', async () => {
    const { id } = await sentAndDelivered();
    await world.perimeters.finance.putBack([id], { withFeed: false });
    await until(() => world.perimeters.finance.copies.get(id)?.state === 'DELIVERED');

    const owner = await ownersUrl(world.exchange.databaseUrl);
    const told = await rowsOf<{ act: string; revision: number }>(
      owner,
      `SELECT act ->> 'name' AS act, (payload ->> 'revision')::int AS revision FROM kernel.outbox WHERE payload ->> 'consignmentId' = $1 ORDER BY row_id`,
      [id],
    );
    expect(told.at(-1)).toEqual({ act: 'deliverConsignmentAgain', revision: told.at(-2)?.revision });
  });

  it('and is not taken again is waited for once, however often its perimeter goes away', async () => {
    const { finance } = world.perimeters;
    const { id } = await sentAndDelivered();
    finance.moods.set('acceptDelivery', 'SIGNATURE_INVALID');
    await finance.putBack([id], { withFeed: false });
    await until(async () => (await seenBySender(id)).attempts.at(-1)?.outcome === 'REJECTED');
    finance.moods.set('settleDelivery', 'silent');
    for (let again = 0; again < 4; again++) {
      await finance.putBack([], { withFeed: again % 2 === 0 });
      await pause(1_000);
    }
    const owner = await ownersUrl(world.exchange.databaseUrl);
    const waiting = "SELECT name FROM boss.job WHERE state IN ('created', 'retry', 'active')";
    // One that is being done, and one that waits for it.
    const asking = await rowsOf(owner, `${waiting} AND name = 'ask-again' AND data ->> 'perimeter' = 'finance'`);
    expect(asking.length).toBeLessThanOrEqual(2);
    finance.moods.delete('settleDelivery');

    await until(async () => (await rowsOf(owner, `${waiting} AND name = 'ask-again'`)).length === 0, 25_000);
    expect(await rowsOf(owner, `${waiting} AND data ->> 'consignmentId' = $1`, [id])).toHaveLength(1);
    finance.moods.clear();
    await until(() => finance.copies.get(id)?.state === 'DELIVERED', 25_000);
  }, 60_000);

  it('is looked for as far back as many in a row are there', async () => {
    const { hosted } = world.perimeters;
    const ids = await longDelivered('MUS', 300);
    const receipt = world.perimeters.finance.copies.values().next().value?.receipt;
    if (receipt === undefined) throw new Error('a receipt of something');
    for (const id of ids) hosted.copies.set(id, { receipt, state: 'DELIVERED', times: 1 });
    hosted.confirmed.length = 0;
    // The newest are there, those before them are lost: a page begins anew with each that is.
    await hosted.putBack(ids.slice(40, 60), { withFeed: false });

    await until(() => ids.slice(40, 60).every((id) => hosted.copies.get(id)?.state === 'DELIVERED'));
    const asked = () => new Set(hosted.confirmed).size;
    await until(() => asked() >= 160);
    await pause(500);
    expect(asked()).toBeLessThanOrEqual(176);
  });

  it('is looked for behind those that were handed over again, of which a backup may have been taken half way', async () => {
    const { hosted } = world.perimeters;
    const ids = await longDelivered('ARC', 300);
    const receipt = world.perimeters.finance.copies.values().next().value?.receipt;
    if (receipt === undefined) throw new Error('a receipt of something');
    for (const id of ids) hosted.copies.set(id, { receipt, state: 'DELIVERED', times: 1 });
    const owner = await ownersUrl(world.exchange.databaseUrl);
    const twice = `INSERT INTO attempt (consignment_id, number, started_at, outcome, ended_at)
      SELECT id, n, now() - interval '30 minutes', 'DELIVERED', now() - interval '30 minutes' FROM unnest($1::text[]) id, generate_series(1, 2) n`;
    await rowsOf(owner, twice, [ids.slice(0, 150)]);
    await rowsOf(owner, 'UPDATE consignment SET attempt = 2 WHERE id = ANY($1)', [ids.slice(0, 150)]);
    await hosted.putBack(ids.slice(140, 150), { withFeed: false });

    await until(() => ids.slice(140, 150).every((id) => hosted.copies.get(id)?.state === 'DELIVERED'));
  });

  it('further back than a page is found, too', { timeout: 60_000 }, async () => {
    const { finance } = world.perimeters;
    const ids = await Promise.all(Array.from({ length: 110 }, () => sent()));
    await until(() => ids.every((id) => finance.copies.get(id)?.state === 'DELIVERED'));
    await finance.putBack(ids, { withFeed: true });

    await until(() => ids.every((id) => finance.copies.get(id)?.state === 'DELIVERED'), 30_000);
  });
});

/** A perimeter that was put back may have forgotten that its addressee is to read the document no longer. */
it.each([
  ['and its feed is another one', true],
  ['and what its feed had told of it was not heard yet', false],
])(
  'a perimeter that was put back, %s, is told again which of its consignments were closed before they were delivered (§7.7)',
  async (_, withFeed) => {
    const { justice, finance } = world.perimeters;
    finance.moods.set('acceptDelivery', 'SIGNATURE_INVALID');
    const id = await sent();
    await withdraw(id);
    const closures = () => justice.closures.filter(({ consignmentId }) => consignmentId === id);
    await until(() => closures().length === 1);
    if (withFeed) justice.tell(id, 'REFUSED');
    await pause(500);
    await justice.putBack([], { withFeed });

    await until(() => closures().length === 2);
    expect(closures()[1]).toEqual(closures()[0]);
  },
);

/** Consignments that were delivered one after the other, an hour ago and more, the newest first. */
async function longDelivered(to: string, count: number): Promise<readonly string[]> {
  const owner = await ownersUrl(world.exchange.databaseUrl);
  const [like] = await rowsOf<{ dispatch_id: string }>(owner, 'SELECT dispatch_id FROM consignment LIMIT 1');
  const rows = await rowsOf<{ id: string }>(
    owner,
    `WITH d AS (
       INSERT INTO dispatch (id, status, document_id, sender, dispatched_at, dispatched_by, bundle)
       SELECT $2 || ':' || lpad(n::text, 26, '0'), status, document_id, sender, dispatched_at, dispatched_by, bundle
         FROM dispatch, generate_series(1, $3::int) n WHERE id = $1 RETURNING *
     ), c AS (
       INSERT INTO consignment (id, dispatch_id, document_id, sender, recipient, access, document_date, state, attempt, accepted_at, expires_at, delivered_at, receipt)
       SELECT d.id, d.id, d.document_id, d.sender, $2, 'INTERNAL', '2026-03-01', 'DELIVERED', 1, now() - interval '1 day', now(),
              now() - interval '1 hour' - right(d.id, 9)::int * interval '1 second', '{}' FROM d RETURNING id, delivered_at
     ) SELECT id FROM c ORDER BY delivered_at DESC`,
    [like?.dispatch_id, to, count],
  );
  return rows.map(({ id }) => id);
}
