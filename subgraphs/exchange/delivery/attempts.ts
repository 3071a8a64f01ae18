import type { Bundle, SealedReceipt } from '@chancery/domain';
import type { Tx } from '../database.ts';
import { type AttemptOutcome, type ConsignmentRow, consignmentColumns } from '../rows.ts';

/** A consignment with what is to be handed over. */
export interface BegunRow extends ConsignmentRow {
  readonly bundle: Bundle;
}

/**
 * Begins the next attempt on a row that is locked; one that is delivered stays so. What an earlier one left open was interrupted: its process died, or was taken for dead,
 * and whatever it still does no longer counts. Whatever the clock says, nothing of a consignment was before it was accepted, and no end before its beginning.
 */
export async function beginAttempt(tx: Tx, { id }: ConsignmentRow, now: Date): Promise<BegunRow> {
  const [row] = await tx.$queryRaw<[BegunRow]>`
    WITH begun AS (
      UPDATE consignment SET state = CASE state WHEN 'ACCEPTED' THEN 'IN_TRANSIT' ELSE state END, attempt = attempt + 1,
                             revision = revision + (state = 'ACCEPTED')::int WHERE id = ${id} RETURNING *
    ), interrupted AS (
      UPDATE attempt a SET outcome = 'INTERRUPTED', ended_at = greatest(${now}, a.started_at) FROM begun c WHERE a.consignment_id = c.id AND a.outcome IS NULL
    ), opened AS (
      INSERT INTO attempt (consignment_id, number, started_at) SELECT id, attempt, greatest(${now}, accepted_at) FROM begun
    )
    SELECT ${consignmentColumns}, d.bundle FROM begun c JOIN dispatch d ON d.id = c.dispatch_id`;
  return row;
}

/** Whether an attempt still counts: nobody took it for dead, and its consignment was not closed. */
export async function isUnderWay(db: Pick<Tx, '$queryRaw'>, { id, attempt }: ConsignmentRow): Promise<boolean> {
  const rows = await db.$queryRaw<
    unknown[]
  >`SELECT 1 FROM attempt WHERE consignment_id = ${id} AND number = ${attempt} AND outcome IS NULL`;
  return rows.length > 0;
}

/** Whether what is to be handed over carries files. */
export async function carriesFiles(tx: Tx, { dispatchId }: ConsignmentRow): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM dispatch WHERE id = ${dispatchId} AND bundle -> 'signed' ? 'files'`;
  return rows.length > 0;
}

/** Ends an attempt with its receipt: the consignment is delivered. Answers null where the attempt no longer counts. */
export async function endDelivered(
  tx: Tx,
  { id, attempt }: ConsignmentRow,
  receipt: SealedReceipt,
  now: Date,
): Promise<ConsignmentRow | null> {
  const [row] = await tx.$queryRaw<ConsignmentRow[]>`
    WITH delivered AS (
      UPDATE consignment SET state = 'DELIVERED', revision = revision + 1, delivered_at = greatest(${now}, accepted_at), receipt = ${JSON.stringify(receipt)}::jsonb
      WHERE id = ${id} AND state = 'IN_TRANSIT' AND attempt = ${attempt} RETURNING *
    ), ended AS (
      UPDATE attempt a SET outcome = 'DELIVERED', ended_at = greatest(${now}, a.started_at) FROM delivered c WHERE a.consignment_id = c.id AND a.number = c.attempt
    )
    SELECT ${consignmentColumns} FROM delivered c`;
  return row ?? null;
}

/** Keeps the receipt of a consignment whose registration overtook it; no state changes any more. */
export async function keepReceipt(tx: Tx, { id }: ConsignmentRow, receipt: SealedReceipt): Promise<void> {
  await tx.$executeRaw`
    UPDATE consignment SET receipt = ${JSON.stringify(receipt)}::jsonb WHERE id = ${id} AND receipt IS NULL AND delivered_at IS NOT NULL`;
}

/**
 * Ends an attempt to hand over again what is delivered already, with the receipt where the recipient gave another one: the first stays the consignment's.
 * Answers false where the attempt no longer counts. §7.14
 */
export async function endAgain(
  tx: Tx,
  { id, attempt, receipt: first }: ConsignmentRow,
  { outcome, receipt }: { readonly outcome: AttemptOutcome; readonly receipt: SealedReceipt | null },
  now: Date,
): Promise<boolean> {
  const another = receipt === null || first === null || receipt.jws === first.jws ? null : JSON.stringify(receipt);
  const ended = await tx.$executeRaw`
    UPDATE attempt SET outcome = ${outcome}, ended_at = greatest(${now}, started_at), receipt = ${another}::jsonb
     WHERE consignment_id = ${id} AND number = ${attempt} AND outcome IS NULL`;
  return ended > 0;
}

/** How often a consignment was handed over with a receipt since a moment. */
export async function deliveredSince(tx: Tx, { id }: ConsignmentRow, since: Date): Promise<number> {
  const [row] = await tx.$queryRaw<[{ times: number }]>`
    SELECT count(*)::int times FROM attempt WHERE consignment_id = ${id} AND outcome = 'DELIVERED' AND ended_at > ${since}`;
  return row.times;
}

/** Ends an attempt that did not deliver. Answers null where the attempt no longer counts. */
export async function endFailed(
  tx: Tx,
  { id, attempt }: ConsignmentRow,
  outcome: AttemptOutcome,
  now: Date,
): Promise<ConsignmentRow | null> {
  const [row] = await tx.$queryRaw<ConsignmentRow[]>`
    WITH failed AS (
      UPDATE consignment SET failures = failures + 1 WHERE id = ${id} AND state = 'IN_TRANSIT' AND attempt = ${attempt} RETURNING *
    ), ended AS (
      UPDATE attempt a SET outcome = ${outcome}, ended_at = greatest(${now}, a.started_at) FROM failed c WHERE a.consignment_id = c.id AND a.number = c.attempt
    )
    SELECT ${consignmentColumns} FROM failed c`;
  return row ?? null;
}
