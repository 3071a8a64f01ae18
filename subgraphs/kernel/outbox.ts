import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Act, EventPayload, ExchangeEvent } from '@chancery/domain';
import { ulid } from 'ulid';
import type { Database, Transaction } from './database.ts';

/** Wakes followers that wait in this process; those elsewhere look again within a second. */
const written = new EventEmitter().setMaxListeners(0);

/** What is written soon after the first event goes with it: a busy service is asked ten times a second, not once for each act. */
const GATHERING_MS = 100;

/** Positions are given by one asker at a time. */
const NUMBERING = 0x6f757462;

/** Writes events in a transaction that the caller has open; whoever follows gets them once it is committed. */
export async function emitOutside(tx: Transaction, act: Act, payloads: readonly EventPayload[]): Promise<void> {
  if (payloads.length === 0) return;
  await tx.$executeRawUnsafe(
    `INSERT INTO kernel.outbox (event_id, at, act, payload)
     SELECT e.id, clock_timestamp(), $2::jsonb, e.payload FROM jsonb_to_recordset($1::jsonb) AS e(id text, payload jsonb)`,
    JSON.stringify(payloads.map((payload) => ({ id: ulid(), payload }))),
    JSON.stringify(act),
  );
}

/** Tells followers that wait in this process that something was committed. */
export const announceEvents = (): void => void written.emit('written');

/** One transaction with its events, for what no official commands: workers and sweeps. */
export async function transact<Tx extends Transaction, Result>(
  db: Database<Tx>,
  act: Act,
  run: (scope: { readonly tx: Tx; emit(payload: EventPayload): void }) => Promise<Result>,
): Promise<Result> {
  const result = await db.$transaction(async (tx) => {
    const payloads: EventPayload[] = [];
    const inner = await run({ tx, emit: (payload) => void payloads.push(payload) });
    await emitOutside(tx, act, payloads);
    return inner;
  });
  announceEvents();
  return result;
}

/**
 * A page of a service's feed after a position. When there is none, waits for one up to `waitMs` milliseconds.
 * The same position gives the same events, whoever asks and however often.
 */
export async function readOutbox(
  db: Database,
  after: number,
  first: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<readonly ExchangeEvent[]> {
  const until = Date.now() + waitMs;
  for (;;) {
    await numberEvents(db);
    const events = await pageAfter(db, after, first);
    const left = until - Date.now();
    if (events.length > 0 || left <= 0 || signal.aborted) return events;
    await somethingWritten(Math.min(left, 1_000), signal);
    await pause(GATHERING_MS);
  }
}

async function numberEvents(db: Database): Promise<void> {
  const [waiting] = await db.$queryRawUnsafe<{ waits: boolean }[]>(
    'SELECT EXISTS (SELECT 1 FROM kernel.outbox WHERE position IS NULL) AS waits',
  );
  if (!waiting?.waits) return;
  await db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('SELECT pg_advisory_xact_lock($1)', NUMBERING);
    await tx.$executeRawUnsafe(
      `UPDATE kernel.outbox o SET position = n.base + n.rank
       FROM (SELECT row_id, rank() OVER (ORDER BY row_id) AS rank, (SELECT coalesce(max(position), 0) FROM kernel.outbox) AS base
             FROM kernel.outbox WHERE position IS NULL) n
       WHERE o.row_id = n.row_id`,
    );
  });
}

async function pageAfter(db: Transaction, after: number, first: number): Promise<readonly ExchangeEvent[]> {
  const rows = await db.$queryRawUnsafe<OutboxRow[]>(
    'SELECT event_id, position, at, act, payload FROM kernel.outbox WHERE position > $1 ORDER BY position LIMIT $2',
    after,
    first,
  );
  return rows.map(({ event_id, position, at, act, payload }) => ({
    id: event_id,
    position: Number(position),
    at: at.toISOString(),
    act,
    payload,
  }));
}

interface OutboxRow {
  readonly event_id: string;
  readonly position: bigint;
  readonly at: Date;
  readonly act: Act;
  readonly payload: EventPayload;
}

function somethingWritten(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      written.off('written', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    written.once('written', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
