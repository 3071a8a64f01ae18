import { type Caller, cleanText, EXCHANGE, pageSize, textLimits } from '@chancery/domain';
import { type Connection, connection, decodeCursor, momentIn } from '@chancery/kernel';
import { auditing, refusalUnder } from '@chancery/policy';
import type { AuditRecord } from '@chancery/trust';
import { type AuditEntry, auditEntry, type EntryRow, entryColumns } from './auditEntry.ts';
import type { AuditDatabase } from './database.ts';
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
export async function listEntries(db: AuditDatabase, caller: Caller, { filter, first, after }: EntriesArguments): Promise<EntryPage> {
  const refusal = refusalUnder(auditing, caller);
  if (refusal !== null) throw refusal;
  const size = pageSize(first);
  const scopes = scopesOf(caller);
  const wanted = conditions(filter ?? {});
  const behind = after ? [behindCursor(after)] : [];
  const rows = await db.$queryRaw<EntryRow[]>`${newestOf(scopes, [...wanted, ...behind], size + 1)}`;
  return {
    ...connection(rows, size, {
      after,
      cursorOf: ({ at, id }) => [at.toISOString(), id],
      nodeOf: (row) => auditEntry(row, row.documents),
    }),
    totalCount: () => count(db, scopes, wanted),
  };
}

/** The parts of the trail that a caller sees, each in the order of an index. */
const scopesOf = ({ institution }: Caller): readonly Prisma.Sql[] =>
  institution === EXCHANGE ? [Prisma.sql`TRUE`] : [Prisma.sql`institution = ${institution}`, Prisma.sql`place = ${institution}`];

/** The newest of each scope, and of these the newest: as many rows are read as there are scopes to a page, however long the trail. */
function newestOf(scopes: readonly Prisma.Sql[], wanted: readonly Prisma.Sql[], size: number): Prisma.Sql {
  const newest = scopes.map(
    (scope) =>
      Prisma.sql`(SELECT ${entryColumns} FROM audit_entry WHERE ${Prisma.join([scope, ...wanted], ' AND ')} ORDER BY at DESC, id DESC LIMIT ${size})`,
  );
  return Prisma.sql`SELECT * FROM (${Prisma.join(newest, ' UNION ')}) AS newest ORDER BY at DESC, id DESC LIMIT ${size}`;
}

async function count(db: AuditDatabase, scopes: readonly Prisma.Sql[], wanted: readonly Prisma.Sql[]): Promise<number> {
  const seen = Prisma.join([Prisma.sql`(${Prisma.join([...scopes], ' OR ')})`, ...wanted], ' AND ');
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM audit_entry WHERE ${seen}`;
  return row?.count ?? 0;
}

function conditions(filter: AuditFilter): readonly Prisma.Sql[] {
  const facts = {
    official: filter.official,
    institution: filter.institution,
    act: filter.act,
    consignment: filter.consignmentId,
    code: filter.code,
    trace_id: filter.traceId,
    place: filter.place,
  };
  const exact = Object.entries(facts).flatMap(([column, value]) =>
    value === null || value === undefined ? [] : [Prisma.sql`${Prisma.raw(column)} = ${cleanText(column, value, textLimits.line)}`],
  );
  const { documentId, outcome, from, to } = filter;
  return [
    ...exact,
    ...(documentId
      ? [Prisma.sql`id IN (SELECT entry FROM entry_document WHERE document = ${cleanText('documentId', documentId, textLimits.line)})`]
      : []),
    ...(outcome ? [Prisma.sql`outcome = ANY(${outcome}::text[])`] : []),
    ...(from ? [Prisma.sql`at >= ${from}`] : []),
    ...(to ? [Prisma.sql`at <= ${to}`] : []),
  ];
}

function behindCursor(cursor: string): Prisma.Sql {
  const [at, id] = decodeCursor(cursor, 2);
  return Prisma.sql`(at, id) < (${momentIn(at)}, ${String(id)})`;
}
