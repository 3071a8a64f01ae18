import { cleanText, pageSize, parseInstitutionCode, Refusal, textLimits } from '@chancery/domain';
import { type CallContext, type Connection, connection, decodeCursor, plainStatements, type Transaction } from '@chancery/kernel';
import DataLoader from 'dataloader';
import type { DirectoryDatabase } from './database.ts';
import { Prisma } from './prisma/client/client.ts';

/** An institution as the resolvers pass it on. */
export interface InstitutionRow {
  readonly code: string;
  readonly name: string;
  readonly parentCode: string | null;
  readonly sector: string;
  readonly server: string;
}

/** What a list of institutions is narrowed by. */
export interface InstitutionFilter {
  readonly text?: string | null;
  readonly sector?: string | null;
  readonly parent?: string | null;
  readonly hosted?: boolean | null;
}

/** The page of a list that is asked for. */
export interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** The server of institutions that have none of their own. */
export const sharedServer = 'hosted';

const columns = { code: true, name: true, parentCode: true, sector: true, server: true } as const;
const rowColumns = Prisma.sql`code, name, parent AS "parentCode", sector, server`;

/** The institution of a code, also of one that has left; one statement for all institutions of an answer. */
export const institutionOfCode = (db: DirectoryDatabase, context: CallContext, code: string): Promise<InstitutionRow | null> =>
  context
    .once('institutions', () => new DataLoader((codes: readonly string[]) => institutionsOfCodes(plainStatements(db), codes)))
    .load(code);

/** The institutions of some codes, in their order; null for a code that nobody has or had. */
async function institutionsOfCodes(db: Transaction, codes: readonly string[]): Promise<readonly (InstitutionRow | null)[]> {
  const rows = await db.$queryRaw<InstitutionRow[]>`SELECT ${rowColumns} FROM institution WHERE code = ANY(${codes}::text[])`;
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byCode.get(code) ?? null);
}

/** The institution that a caller names; throws `MALFORMED_ID` or `INSTITUTION_UNKNOWN`. §1.1 */
export async function namedInstitution(db: DirectoryDatabase, code: string): Promise<InstitutionRow> {
  const where = { code: parseInstitutionCode(code), leftAt: null };
  const institution = await db.institution.findUnique({ where, select: columns });
  if (institution === null) throw new Refusal('INSTITUTION_UNKNOWN');
  return institution;
}

/** A page of the members by code; `totalCount` is counted when it is asked for. Throws `PAGE_TOO_LARGE`, `CURSOR_INVALID`. */
export async function institutionsPage(
  db: DirectoryDatabase,
  filter: InstitutionFilter,
  { first, after }: Page,
): Promise<Connection<InstitutionRow> & { totalCount(): Promise<number> }> {
  const size = pageSize(first);
  const fits = institutionsThat(filter);
  const rows = await readInstitutions(db, fits, after ? decodeCursor(after, 1) : null, size + 1);
  const page = connection(rows, size, { after, cursorOf: ({ code }) => [code], nodeOf: (row) => row });
  return { ...page, totalCount: () => countInstitutions(db, fits) };
}

/** Members from a place on, by code: lists and exports read the same. */
export function readInstitutions(
  db: DirectoryDatabase,
  fits: Prisma.Sql,
  place: readonly (string | number)[] | null,
  most: number,
): Promise<InstitutionRow[]> {
  const beyond = place === null ? Prisma.sql`TRUE` : Prisma.sql`code > ${String(place[0])}`;
  return db.$queryRaw<InstitutionRow[]>`
    SELECT ${rowColumns} FROM institution WHERE ${fits} AND ${beyond} ORDER BY code LIMIT ${most}`;
}

export async function countInstitutions(db: DirectoryDatabase, fits: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM institution WHERE ${fits}`;
  return row?.count ?? 0;
}

/** The members that a filter asks for. Throws what is wrong with its texts, and `MALFORMED_ID`. */
export function institutionsThat({ text, sector, hosted, ...filter }: InstitutionFilter): Prisma.Sql {
  const parent = parseInstitutionCode.given('filter.parent', filter.parent);
  const said = text ? cleanText('text', text, textLimits.line).trim() : '';
  const conditions = [
    Prisma.sql`left_at IS NULL`,
    ...(said ? [Prisma.sql`(name ILIKE ${`%${said.replace(/[\\%_]/g, '\\$&')}%`} OR code = ${said.toUpperCase()})`] : []),
    ...(sector ? [Prisma.sql`sector = ${cleanText('sector', sector, textLimits.line)}`] : []),
    ...(parent ? [Prisma.sql`parent = ${parent}`] : []),
    ...(typeof hosted === 'boolean' ? [Prisma.sql`(server = ${sharedServer}) = ${hosted}`] : []),
  ];
  return Prisma.join(conditions, ' AND ');
}
