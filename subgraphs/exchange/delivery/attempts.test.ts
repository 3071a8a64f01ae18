import { type ConsignmentId, parseConsignmentId, type SealedReceipt } from '@chancery/domain';
import { openPrisma, sqlTransaction } from '@chancery/kernel';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migratedDatabase } from '../../../tests/kit/databases.ts';
import { exchange } from '../index.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { beginAttempt, endDelivered, endFailed } from './attempts.ts';
import { closeConsignment, lockConsignment } from './closing.ts';
import type { Jobs } from './jobs.ts';

let db: PrismaClient;
beforeAll(async () => {
  db = openPrisma(PrismaClient, await migratedDatabase(exchange.migrations));
});
afterAll(() => db?.$disconnect());

const accepted = new Date('2026-03-02T09:00:00Z');
/** The clock was set back by an hour. */
const back = new Date('2026-03-02T08:00:00Z');
const jobs = { noteClosures: async () => undefined, deliver: async () => undefined } as unknown as Jobs;

async function consignment(): Promise<ConsignmentId> {
  const id = parseConsignmentId(`FIN:${ulid()}`);
  const dispatch = `JUS:${ulid()}`;
  await db.$executeRaw`
    INSERT INTO dispatch (id, status, document_id, sender, dispatched_at, dispatched_by, bundle)
    VALUES (${dispatch}, 'LIVE', 'x', 'JUS', ${accepted}, 'JUS:r', '{}')`;
  await db.$executeRaw`
    INSERT INTO consignment (id, dispatch_id, document_id, sender, recipient, access, document_date, accepted_at, expires_at)
    VALUES (${id}, ${dispatch}, 'x', 'JUS', 'FIN', 'INTERNAL', '2026-03-01', ${accepted}, '2026-04-01')`;
  return id;
}

async function begun(id: ConsignmentId, now: Date) {
  return sqlTransaction(db, async (tx) => {
    const row = await lockConsignment(tx, id);
    if (row === null) throw new Error('it is there');
    return beginAttempt(tx, row, now);
  });
}

const attempts = (id: ConsignmentId) =>
  db.$queryRaw<{ outcome: string; in_order: boolean }[]>`
    SELECT outcome, started_at >= ${accepted} AND ended_at >= started_at AS in_order FROM attempt WHERE consignment_id = ${id} ORDER BY number`;

describe('a clock that was set back after a consignment was accepted', () => {
  it('has nothing delivered before it was sent', async () => {
    const id = await consignment();
    await begun(id, back);
    const row = await begun(id, accepted);
    const delivered = await endDelivered(db, row, {} as SealedReceipt, back);
    expect(delivered?.deliveredAt).toEqual(accepted);
    expect(await attempts(id)).toEqual([
      { outcome: 'INTERRUPTED', in_order: true },
      { outcome: 'DELIVERED', in_order: true },
    ]);
  });

  it('has nothing given up before it was sent', async () => {
    const id = await consignment();
    await endFailed(db, await begun(id, accepted), 'UNREACHABLE', back);
    const row = await begun(id, accepted);
    const closed = await sqlTransaction(db, (tx) => closeConsignment(jobs, tx, row, { state: 'WITHDRAWN', at: back, reason: 'No.' }, null));
    expect(closed.closedAt).toEqual(accepted);
    expect(await attempts(id)).toEqual([
      { outcome: 'UNREACHABLE', in_order: true },
      { outcome: 'INTERRUPTED', in_order: true },
    ]);
  });
});
