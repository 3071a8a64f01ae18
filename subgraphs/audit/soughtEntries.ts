import {
  type Caller,
  cleanText,
  EXCHANGE,
  parseBreakGlassId,
  parseConsignmentId,
  parseInstitutionCode,
  parseOfficialId,
  parseSubject,
  parseTraceId,
  textLimits,
} from '@chancery/domain';
import { momentIn } from '@chancery/kernel';
import { type EntryRow, entryColumns } from './auditEntry.ts';
import type { AuditTransaction } from './database.ts';
import { endsOf } from './ends.ts';
import type { AuditFilter } from './entries.ts';
import { Prisma } from './prisma/client/client.ts';

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

/** Throws `MALFORMED_ID`, `BAD_INPUT`, and what is wrong with the texts of a filter. */
export function checkFilter(filter: AuditFilter): void {
  endsOf(filter);
  conditions(filter);
}

/** Entries from a place on, the newest first. */
export function readEntries(
  db: AuditTransaction,
  { ends, scopes, wanted }: Sought,
  place: readonly (string | number)[] | null,
  most: number,
): Promise<EntryRow[]> {
  const behind = place === null ? [] : [behindPlace(place)];
  return db.$queryRaw<EntryRow[]>`${newestOf(ends, scopes, [...wanted, ...behind], most)}`;
}

/** How much is read at once: so many entries, and no more than so many bytes have room for, but always one. */
export interface Room {
  readonly rows: number;
  readonly bytes: number;
}

/** The same entries as far as there is room for them, and whether they are the last: an entry may be as long as what it tells of an export. */
export async function readEntriesWithin(
  db: AuditTransaction,
  { ends, scopes, wanted }: Sought,
  place: readonly (string | number)[] | null,
  { rows, bytes }: Room,
): Promise<{ readonly entries: readonly EntryRow[]; readonly isEnd: boolean }> {
  const behind = place === null ? [] : [behindPlace(place)];
  const entries = await db.$queryRaw<(EntryRow & { readonly found: number })[]>`
    SELECT * FROM (
      SELECT newest.*, count(*) OVER ()::int AS found, row_number() OVER newer AS nth, sum(octet_length(newest::text)) OVER newer AS size
        FROM (${newestOf(ends, scopes, [...wanted, ...behind], rows)}) AS newest WINDOW newer AS (ORDER BY at DESC, id DESC)
    ) AS measured WHERE size <= ${bytes} OR nth = 1 ORDER BY at DESC, id DESC`;
  const found = entries[0]?.found ?? 0;
  return { entries, isEnd: entries.length === found && found < rows };
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
    official: parseOfficialId.given('filter.official', filter.official),
    institution: parseInstitutionCode.given('filter.institution', filter.institution),
    act: text('filter.act', filter.act),
    consignment: parseConsignmentId.given('filter.consignmentId', filter.consignmentId),
    trace_id: parseTraceId.given('filter.traceId', filter.traceId),
    place: text('filter.place', filter.place),
  };
  const exact = Object.entries(facts).flatMap(([column, value]) =>
    value === null ? [] : [Prisma.sql`e.${Prisma.raw(column)} = ${value}`],
  );
  const documentId = parseSubject.given('filter.documentId', filter.documentId);
  const breakGlass = parseBreakGlassId.given('filter.breakGlass', filter.breakGlass);
  const { from, to } = filter;
  return [
    ...exact,
    ...(documentId ? [Prisma.sql`e.id IN (SELECT entry FROM entry_document WHERE document = ${documentId})`] : []),
    ...(breakGlass ? [isMarkedWith(breakGlass)] : []),
    ...(from ? [Prisma.sql`e.at >= ${from}`] : []),
    ...(to ? [Prisma.sql`e.at <= ${to}`] : []),
  ];
}

const text = (field: string, value: string | null | undefined): string | null =>
  value === null || value === undefined ? null : cleanText(field, value, textLimits.line);

/** §10.7 An act is marked when it is put on record, or when it is closed. */
function isMarkedWith(breakGlass: string): Prisma.Sql {
  const marked = Prisma.sql`particulars -> 'breakGlass' IS NOT NULL AND particulars -> 'breakGlass' @> to_jsonb(${breakGlass}::text)`;
  return Prisma.sql`e.id IN (SELECT id FROM audit_entry WHERE ${marked} UNION SELECT entry FROM audit_closing WHERE ${marked})`;
}

function behindPlace([at, id]: readonly (string | number)[]): Prisma.Sql {
  return Prisma.sql`(e.at, e.id) < (${momentIn(at)}, ${String(id)})`;
}
