import { type Caller, type ExportId, ownerOfExport, pageSize, parseExportId, Refusal } from '@chancery/domain';
import { type Connection, connection, decodeCursor, momentIn, type Transaction } from '@chancery/kernel';
import { type Exporting, listsClosedTo } from './exporting.ts';
import { type ExportRow, exportColumns, queryOf } from './exportRow.ts';

/** An export as the graph shows it. */
export type ExportAnswer = ReturnType<typeof exportAnswer>;

export const exportAnswer = (row: ExportRow) => ({
  id: row.id,
  list: row.list,
  format: row.format,
  status: row.status,
  columns: row.columns,
  progress: { rows: row.rows, totalRows: row.total_rows, isGathered: row.gathered_at !== null },
  query: queryOf(row),
  startedBy: { __typename: 'Official', id: row.official },
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  expiresAt: row.expires_at,
  size: row.size === null ? null : Number(row.size),
  sha256: row.sha256,
  failure: row.failure,
  url: row.status === 'FINISHED' ? `/exports/${row.id}` : null,
});

/**
 * §3.13 The export of this id, for the official who began it, acting for the same institution, while he may read the list. Throws `EXPORT_NOT_FOUND`,
 * `MALFORMED_ID`.
 */
export async function findOwn({ ownerFor, lists, db }: Own, caller: Caller, asked: unknown): Promise<ExportRow> {
  const id = parseExportId(asked);
  const row = ownerOfExport(id) === ownerFor(caller) ? await ownRow(db, caller, id) : undefined;
  if (row === undefined || listsClosedTo({ lists }, caller).includes(row.list)) throw new Refusal('EXPORT_NOT_FOUND');
  return row;
}

interface Own extends Pick<Exporting, 'ownerFor' | 'lists'> {
  /** The database, or a transaction of it. */
  readonly db: Transaction;
}

async function ownRow(db: Transaction, { official, institution }: Caller, id: ExportId): Promise<ExportRow | undefined> {
  const [row] = await db.$queryRawUnsafe<ExportRow[]>(
    `SELECT ${exportColumns} FROM export WHERE id = $1 AND official = $2 AND institution = $3`,
    id,
    official,
    institution,
  );
  return row;
}

export interface ExportsArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** §3.13 The official's own exports for the institution that he acts for, of lists that he may read, the newest first. Throws `PAGE_TOO_LARGE`, `CURSOR_INVALID`. */
export async function listOwn(
  { db, lists }: Pick<Exporting, 'db' | 'lists'>,
  caller: Caller,
  { first, after }: ExportsArguments,
): Promise<Connection<ExportAnswer>> {
  const size = pageSize(first);
  const [at, id] = after ? decodeCursor(after, 2) : [];
  const behind = after ? [momentIn(at), String(id)] : [];
  const rows = await db.$queryRawUnsafe<ExportRow[]>(
    `SELECT ${exportColumns} FROM export
      WHERE official = $1 AND institution = $2 AND list <> ALL ($3::text[]) ${after ? 'AND (started_at, id) < ($5, $6)' : ''}
      ORDER BY started_at DESC, id DESC LIMIT $4`,
    caller.official,
    caller.institution,
    listsClosedTo({ lists }, caller),
    size + 1,
    ...behind,
  );
  return connection(rows, size, { after, cursorOf: (row) => [row.started_at.toISOString(), row.id], nodeOf: exportAnswer });
}
