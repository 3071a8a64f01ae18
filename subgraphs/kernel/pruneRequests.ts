import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from './database.ts';
import { reportFault } from './faults.ts';

/** §1.4 For so many days the same request id gets the first answer. */
const keptDays = 90;
const firstMs = 60_000;
const everyMs = 3_600_000;
const batch = 1_000;
/** What is left is for the next hour. */
const mostBatches = 50;

/**
 * Forgets the answers to commands that are older than is promised, a batch at a time, so that nobody waits for it; answers how many.
 * The outbox is never pruned: the catalogue, its statistics and the facts of the audit trail are made again from its first event on.
 */
export async function pruneRequests(db: Database, size = batch): Promise<number> {
  let sum = 0;
  for (let round = 0; round < mostBatches; round += 1) {
    const count = await db.$executeRawUnsafe(
      `DELETE FROM kernel.command_request WHERE (official, request_id) IN (
        SELECT official, request_id FROM kernel.command_request WHERE answered_at < now() - make_interval(days => $1)
        ORDER BY answered_at LIMIT $2)`,
      keptDays,
      size,
    );
    sum += count;
    if (count < size) break;
  }
  return sum;
}

/** Does so every hour, beginning a minute after the start; answers how to end it. */
export function keepPruning(db: Database): () => Promise<void> {
  const stopping = new AbortController();
  const running = prune(db, stopping.signal);
  return () => {
    stopping.abort();
    return running;
  };
}

async function prune(db: Database, signal: AbortSignal): Promise<void> {
  for (let wait = firstMs; await isOver(wait, signal); wait = everyMs)
    await pruneRequests(db).catch((error: unknown) => reportFault('forgetting answers', error));
}

/** True when the time is over, false as soon as somebody stops. */
const isOver = (ms: number, signal: AbortSignal): Promise<boolean> => pause(ms, true, { signal, ref: false }).catch(() => false);
