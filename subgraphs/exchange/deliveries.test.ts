import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import { ownersUrl } from '../../tests/kit/databases.ts';
import {
  ask,
  type Dispatched,
  delivered,
  dispatch,
  holdDeliveries,
  inSeconds,
  newDocument,
  registrar,
  seen,
  sent,
  withdraw,
} from '../../tests/kit/exchangeActs.ts';
import { exchangeOfFile, world } from '../../tests/kit/exchangeOfFile.ts';
import { type Answer, official } from '../../tests/kit/exchangeWorld.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { until } from '../../tests/kit/until.ts';

exchangeOfFile();

describe('a delivery', () => {
  it('ends with a sealed receipt and a confirmed copy, soon', async () => {
    const before = performance.now();
    const consignment = await delivered(await sent());

    expect(performance.now() - before).toBeLessThan(5_000);
    expect(consignment).toMatchObject({ receipt: { institution: { code: 'FIN' } }, attempts: [{ number: 1, outcome: 'DELIVERED' }] });
    await until(() => world.perimeters.finance.copies.get(consignment.id)?.state === 'DELIVERED');
  });

  it.each([
    ['fault', 'UNREACHABLE'],
    ['SIGNATURE_INVALID', 'REJECTED'],
    ['forges', 'REJECTED'],
  ] as const)('is tried again when the recipient answers with: %s', async (mood, outcome) => {
    world.perimeters.finance.moods.set('acceptDelivery', mood);
    const id = await sent();
    await until(async () => (await seen(id)).attempts.at(-1)?.outcome === outcome);
    expect((await seen(id)).state).toBe('IN_TRANSIT');
    world.perimeters.finance.moods.clear();

    const { attempts } = await delivered(id);
    expect(attempts.at(-1)?.outcome).toBe('DELIVERED');
    expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1));
  });

  it('does not wait for a neighbour who hangs', async () => {
    world.perimeters.finance.moods.set('acceptDelivery', 'silent');
    const hanging = await Promise.all(Array.from({ length: 20 }, () => sent()));
    await until(async () => (await seen(hanging[0] ?? '')).state === 'IN_TRANSIT');
    const before = performance.now();
    await delivered(await sent({ to: ['LIB'] }), 'LIB');
    expect(performance.now() - before).toBeLessThan(3_000);
    // What hangs here hangs nowhere else.
    world.perimeters.finance.moods.clear();
    for (const id of hanging) await delivered(id);
  }, 40_000);

  it('does not wait for a server that hangs with all its institutions', async () => {
    world.perimeters.hosted.moods.set('acceptDelivery', 'silent');
    const hanging = await Promise.all(Array.from({ length: 9 }, () => sent({ to: ['LIB', 'ARC', 'MUS'] })));
    await until(async () => (await ask(hanging[0] ?? '', registrar)).data?.consignment?.state === 'IN_TRANSIT');
    await pause(500);
    const before = performance.now();
    await delivered(await sent());
    expect(performance.now() - before).toBeLessThan(3_000);
    world.perimeters.hosted.moods.clear();
    for (const id of hanging) await until(async () => (await ask(id, registrar)).data?.consignment?.state === 'DELIVERED', 20_000);
  }, 40_000);

  it('is confirmed again until the recipient says that its copy is settled', async () => {
    world.perimeters.finance.moods.set('settleDelivery', 'unsettled');
    const { id } = await delivered(await sent());
    await pause(500);
    expect(world.perimeters.finance.copies.get(id)?.state).toBe('PENDING');
    world.perimeters.finance.moods.clear();

    await until(() => world.perimeters.finance.copies.get(id)?.state === 'DELIVERED');
  });

  it('waits between two attempts, and to the deadline, though the clock of the database is ahead', async () => {
    const owner = await ownersUrl(world.exchange.databaseUrl);
    const clock = (ahead: string) =>
      rowsOf(owner, `CREATE OR REPLACE FUNCTION boss.job_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() ${ahead} $$`);
    await clock("+ interval '60 seconds'");
    try {
      world.perimeters.finance.moods.set('acceptDelivery', 'SIGNATURE_INVALID');
      const id = await sent({ expiresAt: inSeconds(4) });
      await until(async () => (await seen(id)).state === 'EXPIRED');
      expect((await seen(id)).attempts.length).toSatisfy((count: number) => count >= 2 && count <= 4);
    } finally {
      await clock('');
    }
  });

  it('is given up at the deadline, and the sender is told', async () => {
    world.perimeters.finance.moods.set('acceptDelivery', 'fault');
    const id = await sent({ expiresAt: inSeconds(1.5) });

    await until(async () => (await seen(id)).state === 'EXPIRED');
    await until(() => world.perimeters.justice.closures.some((closure) => closure.consignmentId === id && closure.state === 'EXPIRED'));
    expect((await seen(id)).attempts.every(({ outcome }) => outcome === 'UNREACHABLE')).toBe(true);
  });
});

describe('a withdrawal', () => {
  it('comes before the delivery or not at all: a copy that was under way becomes a tombstone', async () => {
    const receive = holdDeliveries();
    const id = await sent();
    await until(async () => (await seen(id)).state === 'IN_TRANSIT');

    expect(await withdraw(id)).toBe('WITHDRAWN');
    receive();
    await until(() => world.perimeters.finance.copies.get(id)?.state === 'TOMBSTONE');
    expect(await seen(id)).toMatchObject({ state: 'WITHDRAWN', withdrawnReason: 'Sent by mistake', deliveredAt: null });
    await until(() => world.perimeters.justice.closures.some((closure) => closure.consignmentId === id));
  });

  it('is told to its author while other authors hang', async () => {
    world.perimeters.hosted.moods.set('acceptDelivery', 'fault');
    world.perimeters.justice.moods.set('noteClosure', 'silent');
    const [own, ...others] = await Promise.all([
      dispatch({ documentId: newDocument('FIN'), to: ['LIB'] }, official('FIN')),
      ...Array.from({ length: 20 }, () => dispatch({ to: ['LIB'] })),
    ]);
    const idOf = ({ data }: Answer<Dispatched>) => data?.dispatchDocument?.dispatch.consignments[0]?.id ?? '';
    for (const other of others) expect(await withdraw(idOf(other))).toBe('WITHDRAWN');
    await pause(1_000);

    const before = performance.now();
    expect(await withdraw(idOf(own), official('FIN'))).toBe('WITHDRAWN');
    await until(() => world.perimeters.finance.closures.some(({ consignmentId }) => consignmentId === idOf(own)));
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('is refused to the recipient, to strangers, and after the delivery', async () => {
    const { id } = await delivered(await sent());

    expect(await withdraw(id)).toBe('CONSIGNMENT_ALREADY_DELIVERED');
    expect(await withdraw(id, official('FIN'))).toBe('NOT_THE_SENDER');
    expect(await withdraw(id, official('ARC'))).toBe('CONSIGNMENT_NOT_FOUND');
    expect(await withdraw(`FIN:${ulid()}`)).toBe('CONSIGNMENT_NOT_FOUND');
  });
});
