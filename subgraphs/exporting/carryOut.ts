import { invariant, Refusal } from '@chancery/domain';
import { actOf, reportFault, transact } from '@chancery/kernel';
import { Unreachable } from '@chancery/trust';
import { exportEvent } from './exportEvent.ts';
import { type Exporting, listNamed } from './exporting.ts';
import type { ExportFailure, ExportRow } from './exportRow.ts';
import { gather } from './gather.ts';
import { hold, type Lease, LeaseLost, leave } from './lease.ts';
import { readUntil } from './readUntil.ts';
import { starterNow } from './starterNow.ts';
import { type Written, writeFile } from './writeFile.ts';

/** How often an export is tried that comes no further, whether it throws or ends its server. */
const MOST_ATTEMPTS = 5;
const SOON_SECONDS = 5;

/** Makes an export that a worker has claimed, from where it stands, to its end; or leaves it to the next one. */
export async function carryOut(exporting: Exporting, lease: Lease, row: ExportRow, signal: AbortSignal): Promise<void> {
  if (row.attempts > MOST_ATTEMPTS) return fail(exporting, lease, row, new Refusal('EXPORT_FAILED'));
  try {
    await make(exporting, lease, row, signal);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    if (signal.aborted) return leave(exporting.db, lease, { seconds: 0, wasTried: false });
    if (error instanceof Refusal) return fail(exporting, lease, row, error);
    // Who knows of the official's duties is away: that is no attempt.
    if (error instanceof Unreachable) return leave(exporting.db, lease, { seconds: SOON_SECONDS, wasTried: false });
    reportFault(`export ${row.id}`, error);
    if (row.attempts >= MOST_ATTEMPTS) return fail(exporting, lease, row, new Refusal('EXPORT_FAILED'));
    return leave(exporting.db, lease, { seconds: SOON_SECONDS * row.attempts, wasTried: true });
  }
}

async function make(exporting: Exporting, lease: Lease, row: ExportRow, signal: AbortSignal): Promise<void> {
  const list = listNamed(exporting, row.list);
  invariant(list, 'an export is of a list that there is');
  const pages = row.gathered_at === null ? await gather(exporting, lease, row, list, signal) : row.pages;
  const written = await writeFile(exporting, lease, { ...row, pages }, list, signal);
  const caller = await readUntil(signal, () => starterNow(exporting, list, row));
  await transact(exporting.db, actOf('finishExport', caller), async ({ tx, emit }) => {
    await hold(tx, lease);
    const rows = await finish(tx, lease, written);
    emit(exportEvent(row, { rows, ...written }));
  });
}

type Tx = Parameters<typeof hold>[0];

async function finish(tx: Tx, { id }: Lease, { size, sha256 }: Written): Promise<number> {
  await tx.$executeRaw`DELETE FROM export_page WHERE export = ${id}`;
  const [row] = await tx.$queryRaw<{ rows: number }[]>`
    UPDATE export SET status = 'FINISHED', finished_at = now(), size = ${size}, sha256 = ${sha256}, total_rows = rows, worker = NULL, lease_until = NULL
     WHERE id = ${id} RETURNING rows`;
  return row?.rows ?? 0;
}

/** §3.13 What was gathered is dropped, and why is on record. */
async function fail({ db }: Exporting, lease: Lease, row: ExportRow, { code, clause, message }: Refusal): Promise<void> {
  const failure: ExportFailure = { code, clause, message };
  const act = { ...actOf('finishExport', null), official: row.official, institution: row.institution };
  await transact(db, act, async ({ tx, emit }) => {
    await hold(tx, lease);
    await drop(tx, row.id);
    await tx.$executeRaw`
      UPDATE export SET status = 'FAILED', finished_at = now(), failure = ${JSON.stringify(failure)}::jsonb, worker = NULL, lease_until = NULL
       WHERE id = ${row.id}`;
    emit(exportEvent(row, { failure }));
  });
}

/** Drops what was gathered and written. */
export async function drop(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM export_page WHERE export = ${id}`;
  await tx.$executeRaw`DELETE FROM export_part WHERE export = ${id}`;
}
