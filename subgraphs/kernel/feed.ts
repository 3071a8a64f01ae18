import { setTimeout as pause } from 'node:timers/promises';
import type { Act, EventPayload, ExchangeEvent } from '@chancery/domain';
import { somethingWritten } from './announcements.ts';
import { type Database, sqlTransaction, type Transaction } from './database.ts';

/** What is written soon after the first event goes with it: a busy service is asked twice a second, not once for each act. */
const GATHERING_MS = 400;

/** Positions are given by one asker at a time. */
const NUMBERING = 0x6f757462;

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
