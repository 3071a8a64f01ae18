import { pageSize, parseOfficialId, Refusal } from '@chancery/domain';
import { type CallContext, type Connection, connection, decodeCursor } from '@chancery/kernel';
import DataLoader from 'dataloader';
import type { DirectoryDatabase } from './database.ts';
import type { Page } from './institutions.ts';

/** An official as the resolvers pass it on. */
export interface OfficialRow {
  readonly id: string;
  readonly name: string;
  readonly institutionCode: string;
  readonly clearance: boolean;
  readonly dismissedAt: Date | null;
}

/** A duty that an official holds. */
export interface HeldDutyRow {
  readonly duty: string;
  readonly institutionCode: string;
  readonly from: Date;
  readonly to: Date | null;
  /** Whose duty it is, where it is held by delegation. */
  readonly delegatedBy: string | null;
}

const columns = { id: true, name: true, institutionCode: true, clearance: true, dismissedAt: true } as const;

/** The official of an id. Prisma gathers what is asked for at the same moment into one statement. */
export const officialOfId = (db: DirectoryDatabase, id: string): Promise<OfficialRow | null> =>
  db.official.findUnique({ where: { id }, select: columns });

/** The same, where there may be none. */
export const officialOrNone = (db: DirectoryDatabase, id: string | null | undefined): Promise<OfficialRow | null> =>
  id === null || id === undefined ? Promise.resolve(null) : officialOfId(db, id);

/** The official whom somebody names; throws `MALFORMED_ID` or `OFFICIAL_UNKNOWN`. §2.2 */
export async function namedOfficial(db: DirectoryDatabase, id: string): Promise<OfficialRow> {
  const official = await officialOfId(db, parseOfficialId(id));
  if (official === null) throw new Refusal('OFFICIAL_UNKNOWN');
  return official;
}

/** The duties that an official holds now, by himself or by delegation, one statement for all officials of an answer. */
export function dutiesHeldBy(db: DirectoryDatabase, context: CallContext, id: string): Promise<readonly HeldDutyRow[]> {
  const load = async (officials: readonly string[]): Promise<HeldDutyRow[][]> => {
    // Asked when it is read: a command of the same operation may have changed it a moment ago.
    const held = await db.$queryRaw<(HeldDutyRow & { readonly official: string })[]>`
      SELECT official, duty, institution AS "institutionCode", held_from AS "from", held_to AS "to", delegated_by AS "delegatedBy"
      FROM duties_at(${new Date()}) WHERE official = ANY(${officials}::text[]) ORDER BY institution, duty, held_from`;
    const byOfficial = Map.groupBy(held, ({ official }) => official);
    return officials.map((official) => byOfficial.get(official) ?? []);
  };
  return context.once('duties held', () => new DataLoader<string, HeldDutyRow[]>(load, { cache: false })).load(id);
}

/** A page of those who hold a duty in an institution now, by id; one statement for all institutions of an answer. Throws `PAGE_TOO_LARGE`, `CURSOR_INVALID`. */
export async function officialsOf(
  db: DirectoryDatabase,
  context: CallContext,
  code: string,
  { first, after }: Page,
): Promise<Connection<OfficialRow>> {
  const size = pageSize(first);
  const behind = after ? String(decodeCursor(after, 1)[0]) : '';
  const loader = context.once(
    `officials ${size} ${behind}`,
    () => new DataLoader((codes: readonly string[]) => readOfficials(db, context.now, codes, size + 1, behind)),
  );
  return connection(await loader.load(code), size, { after, cursorOf: ({ id }) => [id], nodeOf: (row) => row });
}

/** Those who hold a duty in institutions at a moment, of each the first behind an id: lists and exports read the same. */
export async function readOfficials(
  db: DirectoryDatabase,
  now: Date,
  codes: readonly string[],
  most: number,
  behind: string,
): Promise<OfficialRow[][]> {
  const rows = await db.$queryRaw<(OfficialRow & { readonly holdsIn: string })[]>`
    SELECT code AS "holdsIn", holder.* FROM unnest(${codes}::text[]) AS code, LATERAL (
      SELECT o.id, o.name, o.institution AS "institutionCode", o.clearance, o.dismissed_at AS "dismissedAt" FROM official o
      WHERE o.id > ${behind} AND EXISTS (SELECT 1 FROM duties_at(${now}) d WHERE d.institution = code AND d.official = o.id)
      ORDER BY o.id LIMIT ${most}) holder
    ORDER BY code, holder.id`;
  const byInstitution = Map.groupBy(rows, ({ holdsIn }) => holdsIn);
  return codes.map((code) => byInstitution.get(code) ?? []);
}
