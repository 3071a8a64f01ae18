import { type Caller, cleanText, EXCHANGE, pageSize, textLimits } from '@chancery/domain';
import { type Connection, connection, decodeCursor, momentIn } from '@chancery/kernel';
import { auditing, refusalUnder } from '@chancery/policy';
import type { AuditRecord } from '@chancery/trust';
import { type AuditEntry, auditEntry, type EntryRow, entryColumns } from './auditEntry.ts';
import type { AuditTransaction } from './database.ts';
import { endsOf } from './ends.ts';
import { Prisma } from './prisma/client/client.ts';

/** What the audit trail may be narrowed by; every fact exactly. */
export interface AuditFilter {
  readonly official?: string | null;
  readonly institution?: string | null;
  readonly act?: string | null;
  readonly documentId?: string | null;
  readonly consignmentId?: string | null;
  readonly outcome?: readonly AuditRecord['outcome'][] | null;
  readonly code?: string | null;
  readonly traceId?: string | null;
  readonly place?: string | null;
  readonly breakGlass?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
}

export interface EntriesArguments {
  readonly filter?: AuditFilter | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface EntryPage extends Connection<AuditEntry> {
  /** Counted only when asked for. */
  totalCount(): Promise<number>;
}

/**
 * §10.3 The audit trail, newest first. The exchange's auditors see all of it, an institution's those entries of which its
 * officials or its perimeter are part. Throws `DUTY_REQUIRED`, `PAGE_TOO_LARGE`, `CURSOR_INVALID`.
 */
export async function listEntries(db: AuditTransaction, caller: Caller, { filter, first, after }: EntriesArguments): Promise<EntryPage> {
  const refusal = refusalUnder(auditing, caller);
  if (refusal !== null) throw refusal;
  const size = pageSize(first);
  const sought = soughtBy(caller, filter ?? {});
  const rows = await readEntries(db, sought, after ? decodeCursor(after, 2) : null, size + 1);
  return {
    ...connection(rows, size, {
      after,
      cursorOf: ({ at, id }) => [at.toISOString(), id],
      nodeOf: (row) => auditEntry(row, row.documents),
    }),
    totalCount: () => countEntries(db, sought),
  };
}

/** What of the trail is sought: where it ended how, in which parts of it that the caller sees, and what is said of it. */
export interface Sought {
  readonly ends: readonly Prisma.Sql[];
  readonly scopes: readonly Prisma.Sql[];
  readonly wanted: readonly Prisma.Sql[];
}

/** §10.3 */
export const soughtBy = (caller: Caller, filter: AuditFilter): Sought => ({
  ends: endsOf(filter),
  scopes: scopesOf(caller),
  wanted: conditions(filter),
});

/** Throws what is wrong with the texts of a filter. */
export function checkFilter(filter: AuditFilter): void {
  endsOf(filter);
  conditions(filter);
}

/** Entries from a place on, the newest first: lists and exports read the same. */
export function readEntries(
  db: AuditTransaction,
  { ends, scopes, wanted }: Sought,
  place: readonly (string | number)[] | null,
  most: number,
): Promise<EntryRow[]> {
  const behind = place === null ? [] : [behindPlace(place)];
  return db.$queryRaw<EntryRow[]>`${newestOf(ends, scopes, [...wanted, ...behind], most)}`;
}

/** The parts of the trail that a caller sees, each in the order of an index. */
const scopesOf = ({ institution }: Caller): readonly Prisma.Sql[] =>
  institution === EXCHANGE ? [Prisma.sql`TRUE`] : [Prisma.sql`e.institution = ${institution}`, Prisma.sql`e.place = ${institution}`];

/** The newest of each scope and end, and of these the newest: as many rows are read as there are scopes and ends to a page, however long the trail. */
function newestOf(ends: readonly Prisma.Sql[], scopes: readonly Prisma.Sql[], wanted: readonly Prisma.Sql[], size: number): Prisma.Sql {
  const newest = ends.flatMap((end) =>
    scopes.map(
      (scope) =>
        Prisma.sql`(SELECT ${entryColumns} FROM ${end} AND ${allOf([scope, ...wanted])} ORDER BY e.at DESC, e.id DESC LIMIT ${size})`,
    ),
  );
  return Prisma.sql`SELECT * FROM (${Prisma.join(newest, ' UNION ')}) AS newest ORDER BY at DESC, id DESC LIMIT ${size}`;
}

export async function countEntries(db: AuditTransaction, { ends, scopes, wanted }: Sought): Promise<number> {
  const seen = allOf([Prisma.sql`(${Prisma.join([...scopes], ' OR ')})`, ...wanted]);
  const each = ends.map((end) => Prisma.sql`SELECT count(*)::int AS count FROM ${end} AND ${seen}`);
  const [row] = await db.$queryRaw<
    { count: number }[]
  >`SELECT sum(count)::int AS count FROM (${Prisma.join(each, ' UNION ALL ')}) AS counted`;
  return row?.count ?? 0;
}

const allOf = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' AND ');

function conditions(filter: AuditFilter): readonly Prisma.Sql[] {
  const facts = {
    official: filter.official,
    institution: filter.institution,
    act: filter.act,
    consignment: filter.consignmentId,
    trace_id: filter.traceId,
    place: filter.place,
  };
  const exact = Object.entries(facts).flatMap(([column, value]) =>
    value === null || value === undefined ? [] : [Prisma.sql`e.${Prisma.raw(column)} = ${cleanText(column, value, textLimits.line)}`],
  );
  const { documentId, breakGlass, from, to } = filter;
  return [
    ...exact,
    ...(documentId
      ? [Prisma.sql`e.id IN (SELECT entry FROM entry_document WHERE document = ${cleanText('documentId', documentId, textLimits.line)})`]
      : []),
    ...(breakGlass ? [isMarkedWith(cleanText('breakGlass', breakGlass, textLimits.line))] : []),
    ...(from ? [Prisma.sql`e.at >= ${from}`] : []),
    ...(to ? [Prisma.sql`e.at <= ${to}`] : []),
  ];
}

/** §10.7 An act is marked when it is put on record, or when it is closed. */
function isMarkedWith(breakGlass: string): Prisma.Sql {
  const marked = Prisma.sql`particulars -> 'breakGlass' IS NOT NULL AND particulars -> 'breakGlass' @> to_jsonb(${breakGlass}::text)`;
  return Prisma.sql`e.id IN (SELECT id FROM audit_entry WHERE ${marked} UNION SELECT entry FROM audit_closing WHERE ${marked})`;
}

function behindPlace([at, id]: readonly (string | number)[]): Prisma.Sql {
  return Prisma.sql`(e.at, e.id) < (${momentIn(at)}, ${String(id)})`;
}
