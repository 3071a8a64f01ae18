import { type Json, Refusal } from '@chancery/domain';
import { sqlTransaction } from '@chancery/kernel';
import type { Asked, Cell, ExportableList, Row } from './exportableList.ts';
import type { Exporting } from './exporting.ts';
import type { ExportRow } from './exportRow.ts';
import { formats } from './formats/formats.ts';
import { hold, type Lease } from './lease.ts';
import { readUntil } from './readUntil.ts';
import { starterNow } from './starterNow.ts';

/**
 * §3.13 Gathers the rows page by page, each under the rights that the official has at that moment. A page and the place behind it are kept in one
 * transaction, so that whoever goes on after a crash begins where the last page ended. Answers how many pages there are. Throws `EXPORT_TOO_LARGE`,
 * what `starterNow` and the list throw, and `LeaseLost`.
 */
export async function gather(
  exporting: Exporting,
  lease: Lease,
  row: ExportRow,
  list: ExportableList,
  signal: AbortSignal,
): Promise<number> {
  const asked = JSON.parse(row.asked) as Asked;
  const most = Math.min(exporting.settings.rows, formats[row.format].mostRows);
  let { pages, rows, gathered_size: size } = row;
  let place: Json = row.place === null ? null : JSON.parse(row.place);
  const starter = () => starterNow(exporting, list, row);
  const count = row.total_rows ?? (await readUntil(signal, async () => list.count(await starter(), asked)));
  for (;;) {
    const page = await readUntil(signal, async () => list.readPage(await starter(), asked, place));
    const text = JSON.stringify(page.rows.map((each) => cellsOf(each, row.columns)));
    rows += page.rows.length;
    size += BigInt(text.length);
    if (Math.max(rows, count) > most) throw new Refusal('EXPORT_TOO_LARGE', `An export of this format has ${most} rows at most.`);
    if (size > exporting.settings.bytes) throw new Refusal('EXPORT_TOO_LARGE');
    await keep(exporting, lease, { number: pages, text, rows, size, count, place: page.next });
    pages += 1;
    if (page.next === null) return pages;
    place = page.next;
  }
}

const cellsOf = (row: Row, columns: readonly string[]): readonly Cell[] => columns.map((column) => row[column] ?? null);

interface Kept {
  readonly number: number;
  readonly text: string;
  readonly rows: number;
  readonly size: bigint;
  readonly count: number;
  readonly place: Json;
}

function keep({ db }: Exporting, lease: Lease, { number, text, rows, size, count, place }: Kept): Promise<void> {
  return sqlTransaction(db, async (tx) => {
    await hold(tx, lease);
    await tx.$executeRaw`INSERT INTO export_page (export, number, rows) VALUES (${lease.id}, ${number}, ${text})`;
    // A page that was kept is no vain attempt.
    await tx.$executeRaw`
      UPDATE export SET rows = ${rows}, total_rows = ${Math.max(rows, count)}, pages = ${number + 1}, gathered_size = ${size}, attempts = 1,
             place = ${place === null ? null : JSON.stringify(place)}, gathered_at = CASE WHEN ${place === null} THEN now() END
       WHERE id = ${lease.id}`;
  });
}
