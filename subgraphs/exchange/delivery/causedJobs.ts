import { attributes, traceHeaders, withSpan } from '@chancery/observability';
import { fromPrisma, type JobInsert, type PgBoss } from 'pg-boss';
import type { Tx } from '../database.ts';
import type { ClosureJob, DeliverJob } from './jobs.ts';

/** A job that is to be written, about one consignment. */
export type CausedInsert = JobInsert & { readonly data: Omit<DeliverJob, 'pauseMs'> | ClosureJob };

/** Writes jobs with the transaction. It is a step of its own in the trace: what jobs that no earlier step has led to are linked to. */
export async function writeCaused(boss: PgBoss, tx: Tx, queue: string, inserts: readonly CausedInsert[]): Promise<void> {
  const [first] = inserts;
  const subject = first === undefined || inserts.length > 1 ? {} : { [attributes.exchangeId]: first.data.consignmentId };
  const known = { [attributes.queue]: queue, [attributes.count]: inserts.length, ...subject };
  await withSpan(`enqueue ${queue}`, { kind: 'producer', attributes: known, within: true }, async () => {
    const here = traceHeaders().traceparent ?? null;
    const caused = inserts.map(({ data, ...when }) => ({ ...when, data: { ...data, traceparent: data.traceparent ?? here } }));
    await boss.insert(queue, caused, { db: fromPrisma(tx) });
  });
}
