import { createHash } from 'node:crypto';
import { Refusal } from '@chancery/domain';
import { sqlTransaction, type Transaction } from '@chancery/kernel';
import type { Asked, Column, ExportableList } from './exportableList.ts';
import type { Exporting } from './exporting.ts';
import type { ExportRow } from './exportRow.ts';
import type { Page } from './formats/format.ts';
import { formats } from './formats/formats.ts';
import { hold, type Lease } from './lease.ts';
import { PIECE, piecesOf } from './pieces.ts';

/** What a file is, once it stands. */
export interface Written {
  readonly size: number;
  readonly sha256: string;
}

/**
 * Writes the file from the pages that were gathered, piece by piece. It asks nobody, and the same pages make the same bytes: whoever goes on after a
 * crash writes it anew. A file of fewer pages than were gathered is none. Throws `EXPORT_TOO_LARGE` and `LeaseLost`.
 */
export async function writeFile(
  exporting: Exporting,
  lease: Lease,
  row: ExportRow,
  list: ExportableList,
  signal: AbortSignal,
): Promise<Written> {
  const { db, settings } = exporting;
  await sqlTransaction(db, async (tx) => {
    await hold(tx, lease);
    await tx.$executeRaw`DELETE FROM export_part WHERE export = ${lease.id}`;
  });
  const sheet = { name: row.list, columns: chosenOf(list, row), madeAt: row.started_at };
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of piecesOf(formats[row.format].bytesOf(sheet, pagesOf(db, lease, row.pages, signal)))) {
    signal.throwIfAborted();
    const number = Math.floor(size / PIECE);
    size += piece.length;
    if (size > settings.bytes) throw new Refusal('EXPORT_TOO_LARGE');
    hash.update(piece);
    await sqlTransaction(db, async (tx) => {
      await hold(tx, lease);
      await tx.$executeRaw`INSERT INTO export_part (export, number, bytes) VALUES (${lease.id}, ${number}, ${piece})`;
    });
  }
  return { size, sha256: hash.digest('hex') };
}

function chosenOf(list: ExportableList, { asked, columns }: ExportRow): readonly Column[] {
  const all = new Map(list.columnsOf(JSON.parse(asked) as Asked).map((column) => [column.name, column]));
  return columns.map((name) => all.get(name) ?? { name, type: 'TEXT' });
}

async function* pagesOf(db: Transaction, lease: Lease, pages: number, signal: AbortSignal): AsyncGenerator<Page> {
  for (let number = 0; number < pages; number += 1) {
    // A piece of what is compressed takes many pages.
    signal.throwIfAborted();
    const [page] = await db.$queryRaw<{ rows: string }[]>`SELECT rows FROM export_page WHERE export = ${lease.id} AND number = ${number}`;
    if (page === undefined) {
      // Whoever gave the export up has dropped its pages.
      await hold(db, lease);
      throw new Error(`Page ${number} of ${pages} is not there.`);
    }
    yield JSON.parse(page.rows) as Page;
  }
}
