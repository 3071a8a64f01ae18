import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Act, EventPayload, ExchangeEvent } from '@chancery/domain';
import { newId } from '@chancery/trust';
import { type Database, sqlTransaction, type Transaction } from './database.ts';

/** Wakes followers that wait in this process; those elsewhere look again within a second. */
const written = new EventEmitter().setMaxListeners(0);

/** What is written soon after the first event goes with it: a busy service is asked twice a second, not once for each act. */
const GATHERING_MS = 400;

/** Positions are given by one asker at a time. */
const NUMBERING = 0x6f757462;

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

/** Tells followers that wait in this process that something was committed. */
export const announceEvents = (): void => void written.emit('written');

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

/** How much of a feed one page tells, in bytes as they are stored: an import tells of hundreds of documents. Its first event is told whatever its size. */
const LARGEST_PAGE_BYTES = 512 * 1024;

/** A page of a feed. */
export interface OutboxPage {
  readonly events: readonly ExchangeEvent[];
  /** It ended before it was full: there may be more. */
  readonly more: boolean;
}

/**
 * A page of a service's feed after a position. When there is none, waits for one up to `waitMs` milliseconds.
 * The same position gives the same events, whoever asks and however often.
 */
export async function readOutbox(db: Database, after: number, first: number, waitMs: number, signal: AbortSignal): Promise<OutboxPage> {
  const until = Date.now() + waitMs;
  for (;;) {
    const page = await pageAfter(db, after, first);
    const left = until - Date.now();
    if (page.events.length > 0 || left <= 0 || signal.aborted) return page;
    await somethingWritten(Math.min(left, 1_000), signal);
    await pause(GATHERING_MS);
  }
}

/** The page as it stands; what has no position yet gets one first. */
async function pageAfter(db: Database, after: number, first: number): Promise<OutboxPage> {
  const numbered = await rowsAfter(db, after, first);
  if (numbered.every(({ position }) => position !== null)) return pageOf(numbered);
  await numberEvents(db);
  return pageOf((await rowsAfter(db, after, first)).filter(({ position }) => position !== null));
}

function pageOf(rows: readonly OutboxRow[]): OutboxPage {
  const cut = rows.findIndex(({ before }) => before !== null && Number(before) > LARGEST_PAGE_BYTES);
  return { events: (cut === -1 ? rows : rows.slice(0, cut)).map(toEvent), more: cut !== -1 };
}

async function numberEvents(db: Database): Promise<void> {
  await sqlTransaction(db, async (tx) => {
    await tx.$executeRawUnsafe('SELECT pg_advisory_xact_lock($1)', NUMBERING);
    await tx.$executeRawUnsafe(
      `UPDATE kernel.outbox o SET position = n.base + n.rank
       FROM (SELECT row_id, rank() OVER (ORDER BY row_id) AS rank, (SELECT coalesce(max(position), 0) FROM kernel.outbox) AS base
             FROM kernel.outbox WHERE position IS NULL ORDER BY row_id LIMIT 10000) n
       WHERE o.row_id = n.row_id`,
    );
  });
}

/** The rows after a position in their order, to the first that is too much, and behind them one without a position, if there is one. */
const rowsAfter = (db: Transaction, after: number, first: number): Promise<OutboxRow[]> =>
  db.$queryRawUnsafe<OutboxRow[]>(
    `(SELECT event_id, position, at, act, payload, before FROM (
       SELECT event_id, position, at, act, payload,
              sum(pg_column_size(payload)) OVER (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before,
              sum(pg_column_size(payload)) OVER (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS before_last
         FROM kernel.outbox WHERE position > $1 ORDER BY position LIMIT $2) page
       WHERE coalesce(before_last, 0) <= $3)
     UNION ALL
     (SELECT event_id, position, at, act, payload, NULL FROM kernel.outbox WHERE position IS NULL LIMIT 1)`,
    after,
    first,
    LARGEST_PAGE_BYTES,
  );

const toEvent = ({ event_id, position, at, act, payload }: OutboxRow): ExchangeEvent => ({
  id: event_id,
  position: Number(position),
  at: at.toISOString(),
  act,
  payload,
});

interface OutboxRow {
  readonly event_id: string;
  readonly position: bigint | null;
  readonly at: Date;
  readonly act: Act;
  readonly payload: EventPayload;
  /** The size of the page's events before it. */
  readonly before: bigint | null;
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
