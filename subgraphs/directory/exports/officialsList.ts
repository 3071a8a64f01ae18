import { parseInstitutionCode } from '@chancery/domain';
import type { Asked, Column, ExportableList } from '@chancery/exporting';
import { takingPart } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import { namedInstitution } from '../institutions.ts';
import { readOfficials } from '../officials.ts';
import { PAGE } from './directoryList.ts';

const columns: readonly Column[] = [
  { name: 'id', type: 'TEXT' },
  { name: 'name', type: 'TEXT' },
  { name: 'institution', type: 'TEXT' },
  { name: 'duties', type: 'TEXTS' },
  { name: 'clearance', type: 'BOOLEAN' },
  { name: 'dismissedAt', type: 'MOMENT' },
];

/** §2.2 `officials` of an institution as a file: who holds a duty in it while the file is made, by id; with the duties that are held there. */
export const officialsList = (db: DirectoryDatabase, page = PAGE): ExportableList => ({
  name: 'officials',
  right: takingPart,
  columnsOf(asked) {
    codeIn(asked);
    return columns;
  },
  sightOf: () => [],
  async count(_, asked) {
    const { code } = await namedInstitution(db, codeIn(asked));
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(DISTINCT official)::int AS count FROM duties_at(${new Date()}) WHERE institution = ${code}`;
    return row?.count ?? 0;
  },
  async readPage(_, asked, after) {
    const now = new Date();
    const { code } = await namedInstitution(db, codeIn(asked));
    const [found = []] = await readOfficials(db, now, [code], page, typeof after === 'string' ? after : '');
    const ids = found.map(({ id }) => id);
    const duties = await dutiesIn(db, now, code, ids);
    const rows = found.map(({ id, name, institutionCode, clearance, dismissedAt }) => ({
      id,
      name,
      institution: institutionCode,
      duties: duties.get(id) ?? [],
      clearance,
      dismissedAt: dismissedAt?.toISOString() ?? null,
    }));
    return { rows, next: found.length < page ? null : (ids.at(-1) ?? null) };
  },
});

const codeIn = ({ institution }: Asked): string => parseInstitutionCode(institution);

/** The duties that officials hold there at a moment, by themselves or by delegation. */
async function dutiesIn(
  db: DirectoryDatabase,
  now: Date,
  code: string,
  officials: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.$queryRaw<{ official: string; duties: string[] }[]>`
    SELECT official, array_agg(DISTINCT duty ORDER BY duty) AS duties FROM duties_at(${now})
     WHERE institution = ${code} AND official = ANY(${officials}::text[]) GROUP BY official`;
  return new Map(rows.map(({ official, duties }) => [official, duties]));
}
