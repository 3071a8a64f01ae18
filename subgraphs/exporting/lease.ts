import type { ExportId } from '@chancery/domain';
import { type Database, plainStatements, type Transaction } from '@chancery/kernel';
import { type ExportRow, exportColumns } from './exportRow.ts';

/** For how long an export is a worker's that says nothing, in seconds. */
const leaseSeconds = 30;
/** How often a worker says that it is there, in milliseconds, and how often at most: what takes half an hour longer is stuck. */
const beatMs = 10_000;
const mostBeats = 180;

/** Who works at an export. Each statement of a worker asks whether it is still his: two never write the same file. */
export interface Lease {
  readonly id: ExportId;
  readonly worker: string;
}

/** The export is another worker's now, was given up, or has expired. */
export class LeaseLost extends Error {}

/** Takes the oldest export that nobody works at, if there is one; one that a worker left behind is among them once its lease is over. */
export async function claim(db: Database, worker: string): Promise<ExportRow | undefined> {
  const [row] = await plainStatements(db).$queryRawUnsafe<ExportRow[]>(
    `UPDATE export SET status = 'RUNNING', worker = $1, lease_until = now() + make_interval(secs => $2), attempts = attempts + 1
      WHERE id = (SELECT id FROM export WHERE status IN ('WAITING', 'RUNNING') AND (lease_until IS NULL OR lease_until < now())
                  ORDER BY started_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING ${exportColumns}`,
    worker,
    leaseSeconds,
  );
  return row;
}

/** Holds the export on, in the transaction of what is done for it. Throws `LeaseLost`. */
export async function hold(tx: Transaction, { id, worker }: Lease): Promise<void> {
  const held = await tx.$executeRawUnsafe(
    `UPDATE export SET lease_until = now() + make_interval(secs => $3) WHERE id = $1 AND worker = $2 AND status = 'RUNNING'`,
    id,
    worker,
    leaseSeconds,
  );
  if (held === 0) throw new LeaseLost();
}

/** Says again and again that the worker is there, also while a page is read for long; answers how to end it. */
export function beat(db: Database, lease: Lease): () => void {
  let beats = 0;
  const timer = setInterval(() => {
    beats += 1;
    if (beats >= mostBeats) clearInterval(timer);
    // Whose lease is lost finds out when he writes.
    hold(db, lease).catch(() => undefined);
  }, beatMs).unref();
  return () => clearInterval(timer);
}

interface Leaving {
  /** After which anybody may take it. */
  readonly seconds: number;
  /** It was tried in vain. */
  readonly wasTried: boolean;
}

/** Leaves it to whoever comes. */
export async function leave(db: Database, { id, worker }: Lease, { seconds, wasTried }: Leaving): Promise<void> {
  await db.$executeRawUnsafe(
    `UPDATE export SET worker = NULL, lease_until = now() + make_interval(secs => $3), attempts = attempts - $4 WHERE id = $1 AND worker = $2 AND status = 'RUNNING'`,
    id,
    worker,
    seconds,
    wasTried ? 0 : 1,
  );
}
