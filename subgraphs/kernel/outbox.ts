import type { Act, EventPayload } from '@chancery/domain';
import { newId } from '@chancery/trust';
import { announceEvents } from './announcements.ts';
import { type Database, sqlTransaction, type Transaction } from './database.ts';

/** The answer to a command, as it is kept under the caller's request id. */
export interface KeptAnswer {
  readonly official: string;
  readonly requestId: string;
  readonly command: string;
  readonly inputDigest: string;
  /** JSON text. */
  readonly answer: string;
}

/** Writes events in a transaction that the caller has open; whoever follows gets them once it is committed. */
export async function emitOutside(
  tx: Transaction,
  act: Act,
  payloads: readonly EventPayload[],
  kept: KeptAnswer | null = null,
): Promise<void> {
  if (payloads.length === 0 && kept === null) return;
  const events = JSON.stringify(payloads.map((payload) => ({ id: newId(), payload })));
  const values = [events, JSON.stringify(act)];
  if (kept === null) await tx.$executeRawUnsafe(insertEvents, ...values);
  else
    await tx.$executeRawUnsafe(
      `${keepAnswer} ${insertEvents}`,
      ...values,
      kept.official,
      kept.requestId,
      kept.command,
      kept.inputDigest,
      kept.answer,
    );
}

const insertEvents = `
  INSERT INTO kernel.outbox (event_id, at, act, payload)
  SELECT e.id, clock_timestamp(), $2::jsonb, e.payload FROM jsonb_to_recordset($1::jsonb) AS e(id text, payload jsonb)`;

/** A second command with the same id waits here for the first, then fails on the key, and everything it did is undone. */
const keepAnswer = `
  WITH kept AS (
    INSERT INTO kernel.command_request (official, request_id, command, input_digest, answer, answered_at) VALUES ($3, $4, $5, $6, $7::jsonb, now())
  )`;

/** One transaction with its events, and with its answer where that is kept. Commands use it, and so do workers and sweeps. */
export async function transact<Result>(
  db: Database,
  act: Act,
  run: (scope: { readonly tx: Transaction; emit(payload: EventPayload): void }) => Promise<Result>,
  keptOf: (result: Result) => KeptAnswer | null = () => null,
): Promise<Result> {
  const result = await sqlTransaction(db, async (tx) => {
    const payloads: EventPayload[] = [];
    const inner = await run({ tx, emit: (payload) => void payloads.push(payload) });
    await emitOutside(tx, act, payloads, keptOf(inner));
    return inner;
  });
  announceEvents();
  return result;
}
