import type { RegulationInForce } from '@chancery/domain';
import type { DirectoryChanges, InstitutionEntry, OfficialEntry, SealEntry, SightEntry } from '@chancery/trust';
import type { DirectoryDatabase } from './database.ts';
import { entryOf, officialTold } from './reading/officialEntries.ts';
import { standingAt, wordOf } from './versions.ts';

/** How many changes one answer tells at most. */
const LARGEST = 1_000;

/** One changed institution, official, regulation or sight, told by PostgreSQL as JSON. */
interface ChangeRow {
  readonly version: number;
  readonly institution: InstitutionEntry | null;
  readonly official: OfficialEntry | null;
  readonly regulation: RegulationInForce | null;
  readonly sight: SightEntry | null;
}

/** What a copy asks: what has changed after a version, which was told under a word. */
export interface ChangesAsked {
  readonly after: number;
  readonly first: number;
  readonly word?: string | null;
}

/**
 * What has changed after a version, in the order of the changes. Nothing but version 0 where that version is not the one of which the copy has heard:
 * this directory was put back to a backup, and it is to begin anew.
 */
export async function changesAfter(
  db: DirectoryDatabase,
  { after, first, word = null }: ChangesAsked,
  now: Date,
): Promise<DirectoryChanges> {
  const { last, word: given } = await standingAt(db, after);
  if (word !== null && word !== given) return anew;
  // Every service asks every second, and hardly ever has anything changed: that is found out with one small statement. A copy that is ahead of a
  // directory that was put back is told the directory's own version, and begins anew.
  if (last <= after) return { ...nothing, version: last, word: last === after ? given : await wordOf(db, last) };
  const changes = await laterThan(db, after, Math.min(Math.max(first, 1), LARGEST), now);
  return { ...changes, word: await wordOf(db, changes.version) };
}

const nothing = { more: false, institutions: [], officials: [], regulations: [], sights: [] } as const;
const anew: DirectoryChanges = { ...nothing, version: 0, word: null, more: true };

/** One statement: it sees one moment, so that no version is stepped over. */
async function laterThan(db: DirectoryDatabase, after: number, size: number, now: Date): Promise<Omit<DirectoryChanges, 'word'>> {
  const rows = await db.$queryRaw<ChangeRow[]>`
    SELECT * FROM (
      SELECT version, jsonb_build_object('code', code, 'name', name, 'server', server, 'seals', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'from', in_force_from, 'until', in_force_until) ORDER BY in_force_from, thumbprint), '[]')
        FROM seal s WHERE s.institution = i.code)) || CASE WHEN left_at IS NULL THEN '{}'::jsonb ELSE '{"left": true}' END AS institution,
        NULL::jsonb AS official, NULL::jsonb AS regulation, NULL::jsonb AS sight
      FROM institution i WHERE version > ${after}
      UNION ALL
      SELECT version, NULL, ${officialTold(now)}, NULL, NULL FROM official o WHERE version > ${after}
      UNION ALL
      SELECT change, NULL, NULL, r.rules || jsonb_build_object('version', r.version, 'effectiveFrom', effective_from), NULL
      FROM regulation_decision d JOIN regulation r USING (version) WHERE change > ${after}
      UNION ALL
      SELECT version, NULL, NULL, NULL, jsonb_build_object('id', id, 'documentId', document_id, 'official', official, 'askedBy', asked_by,
        'confirmedBy', confirmed_by, 'confirmedAt', confirmed_at, 'endsAt', ends_at, 'endedAt', ended_at)
      FROM break_glass WHERE version > ${after}
    ) changes ORDER BY version LIMIT ${size + 1}`;
  const told = rows.slice(0, size);
  return {
    version: told.at(-1)?.version ?? after,
    more: rows.length > size,
    institutions: told.flatMap(({ institution }) =>
      institution === null ? [] : { ...institution, seals: institution.seals.map(sealInUtc) },
    ),
    officials: told.flatMap(({ official }) => (official === null ? [] : entryOf(official))),
    regulations: told.flatMap(({ regulation }) =>
      regulation === null ? [] : { ...regulation, effectiveFrom: new Date(regulation.effectiveFrom).toISOString() },
    ),
    sights: told.flatMap(({ sight }) => (sight === null ? [] : sightInUtc(sight))),
  };
}

const sightInUtc = (sight: SightEntry): SightEntry => ({
  ...sight,
  confirmedAt: new Date(sight.confirmedAt).toISOString(),
  endsAt: new Date(sight.endsAt).toISOString(),
  endedAt: sight.endedAt === null ? null : new Date(sight.endedAt).toISOString(),
});

const sealInUtc = ({ from, until, ...seal }: SealEntry): SealEntry => ({
  ...seal,
  from: new Date(from).toISOString(),
  until: until === null ? null : new Date(until).toISOString(),
});
