import { describe, expect, it } from 'vitest';
import { delivered, holdDeliveries, seen, sent } from '../../tests/kit/exchangeActs.ts';
import { exchangeOfFile, world } from '../../tests/kit/exchangeOfFile.ts';
import { until } from '../../tests/kit/until.ts';

exchangeOfFile();

describe('what the recipient did', () => {
  it('is followed, once and for good', async () => {
    const { id } = await delivered(await sent());
    world.perimeters.finance.tell(id, 'REGISTERED');
    world.perimeters.finance.tell(id, 'REFUSED');
    const { id: other } = await delivered(await sent());
    world.perimeters.finance.tell(other, 'REFUSED');

    await until(async () => (await seen(other)).state === 'REFUSED');
    expect((await seen(id)).state).toBe('REGISTERED');
  });

  it('is not taken from another perimeter', async () => {
    const { id } = await delivered(await sent());
    world.perimeters.hosted.tell(id, 'REGISTERED');
    const marker = await delivered(await sent({ to: ['LIB'] }), 'LIB');
    world.perimeters.hosted.tell(marker.id, 'REGISTERED');

    await until(async () => (await seen(marker.id, 'LIB')).state === 'REGISTERED');
    expect((await seen(id)).state).toBe('DELIVERED');
  });

  it.each(['2100-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'])(
    'was done between when it was sent and now, though the recipient says %s (§10.11)',
    async (claimed) => {
      const receive = holdDeliveries();
      const begun = Date.now();
      const id = await sent();
      await until(async () => (await seen(id)).state === 'IN_TRANSIT');
      world.perimeters.finance.tell(id, 'REGISTERED', claimed);

      await until(async () => (await seen(id)).state === 'REGISTERED');
      const deliveredAt = Date.parse(String((await seen(id)).deliveredAt));
      expect(deliveredAt).toBeGreaterThanOrEqual(begun - 1_000);
      expect(deliveredAt).toBeLessThanOrEqual(Date.now() + 1_000);
      receive();
      await until(() => world.perimeters.finance.copies.get(id)?.state === 'DELIVERED');
    },
  );

  it('may overtake our own word of the delivery', async () => {
    const receive = holdDeliveries();
    const id = await sent();
    await until(async () => (await seen(id)).state === 'IN_TRANSIT');
    world.perimeters.finance.tell(id, 'REGISTERED');

    await until(async () => (await seen(id)).state === 'REGISTERED');
    receive();
    expect((await seen(id)).deliveredAt).not.toBeNull();
    await until(() => world.perimeters.finance.copies.get(id)?.state === 'DELIVERED');
    expect(await seen(id)).toMatchObject({ state: 'REGISTERED', receipt: { institution: { code: 'FIN' } } });
  });
});
