import type { ConsignmentId } from '@chancery/domain';
import type { Tx } from '../database.ts';
import { type ConsignmentRow, consignmentColumns } from '../rows.ts';
import type { Jobs } from './jobs.ts';

/** A consignment, locked until the transaction ends: whatever else would change it waits. */
export async function lockConsignment(tx: Tx, id: ConsignmentId): Promise<ConsignmentRow | null> {
  const [row] = await tx.$queryRaw<ConsignmentRow[]>`SELECT ${consignmentColumns} FROM consignment c WHERE c.id = ${id} FOR UPDATE`;
  return row ?? null;
}

/** How a consignment is closed before it is delivered. */
export interface Closure {
  readonly state: 'EXPIRED' | 'WITHDRAWN';
  readonly at: Date;
  readonly reason: string | null;
}

/**
 * Closes a locked consignment that is not delivered. The author's perimeter will be told; so will the recipient's, when an attempt may have
 * left a copy there. §7.7, §7.8
 */
export async function closeConsignment(
  jobs: Jobs,
  tx: Tx,
  { id }: ConsignmentRow,
  closure: Closure,
  traceparent: string | null,
): Promise<ConsignmentRow> {
  const { state, at, reason } = closure;
  const [row] = await tx.$queryRaw<[ConsignmentRow]>`
    WITH closed AS (
      UPDATE consignment SET state = ${state}, revision = revision + 1, closed_at = greatest(${at}, accepted_at), withdrawn_reason = ${reason} WHERE id = ${id} RETURNING *
    ), interrupted AS (
      UPDATE attempt a SET outcome = 'INTERRUPTED', ended_at = greatest(${at}, a.started_at) FROM closed c WHERE a.consignment_id = c.id AND a.outcome IS NULL
    )
    SELECT ${consignmentColumns} FROM closed c`;
  await jobs.noteClosures(tx, [{ consignmentId: id, author: row.sender, traceparent }]);
  if (row.attempt > 0) await jobs.deliver(tx, [{ consignmentId: id, recipient: row.recipient, failures: row.failures, traceparent }]);
  return row;
}
