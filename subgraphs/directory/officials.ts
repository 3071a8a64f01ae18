import { pageSize } from '@chancery/domain';
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
}

/** A duty that an official holds. */
export interface HeldDutyRow {
  readonly duty: string;
  readonly institutionCode: string;
  readonly from: Date;
  readonly to: Date | null;
}

const columns = { id: true, name: true, institutionCode: true, clearance: true } as const;

/** The official of an id. Prisma gathers what is asked for at the same moment into one statement. */
export const officialOfId = (db: DirectoryDatabase, id: string): Promise<OfficialRow | null> =>
  db.official.findUnique({ where: { id }, select: columns });

/** The duties that an official holds now, one statement for all officials of an answer. */
export function dutiesHeldBy(db: DirectoryDatabase, context: CallContext, id: string): Promise<readonly HeldDutyRow[]> {
  const load = async (officials: readonly string[]): Promise<HeldDutyRow[][]> => {
    const held = await db.heldDuty.findMany({
      where: { officialId: { in: [...officials] }, from: { lte: context.now }, OR: [{ to: null }, { to: { gt: context.now } }] },
      orderBy: [{ institutionCode: 'asc' }, { duty: 'asc' }],
    });
    const byOfficial = Map.groupBy(held, ({ officialId }) => officialId);
    return officials.map((official) => byOfficial.get(official) ?? []);
  };
  return context.once('duties held', () => new DataLoader<string, HeldDutyRow[]>(load)).load(id);
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
    () => new DataLoader((codes: readonly string[]) => loadOfficials(db, context.now, codes, size, behind)),
  );
  return connection(await loader.load(code), size, { after, cursorOf: ({ id }) => [id], nodeOf: (row) => row });
}

async function loadOfficials(
  db: DirectoryDatabase,
  now: Date,
  codes: readonly string[],
  size: number,
  behind: string,
): Promise<OfficialRow[][]> {
  const rows = await db.$queryRaw<(OfficialRow & { readonly holdsIn: string })[]>`
    SELECT code AS "holdsIn", holder.* FROM unnest(${codes}::text[]) AS code, LATERAL (
      SELECT o.id, o.name, o.institution AS "institutionCode", o.clearance FROM official o
      WHERE o.id > ${behind} AND EXISTS (
        SELECT 1 FROM held_duty d
        WHERE d.institution = code AND d.official = o.id AND d.held_from <= ${now} AND (d.held_to IS NULL OR d.held_to > ${now}))
      ORDER BY o.id LIMIT ${size + 1}) holder
    ORDER BY code, holder.id`;
  const byInstitution = Map.groupBy(rows, ({ holdsIn }) => holdsIn);
  return codes.map((code) => byInstitution.get(code) ?? []);
}
