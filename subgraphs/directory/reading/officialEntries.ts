import type { HeldDuty, OfficialEntry } from '@chancery/trust';
import type { DirectoryDatabase } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';

/** An official `o` as others are told of him, told by PostgreSQL as JSON: with what he holds, and what was delegated to him, from a moment on. */
export const officialTold = (now: Date): Prisma.Sql => Prisma.sql`
  jsonb_build_object('id', o.id, 'name', o.name, 'institution', o.institution, 'clearance', o.clearance, 'duties', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('duty', duty, 'institution', d.institution, 'from', held_from, 'to', held_to) ORDER BY d.institution, duty), '[]')
    FROM held_duty d WHERE d.official = o.id AND (held_to IS NULL OR held_to > greatest(held_from, ${now}))) || (
    SELECT coalesce(jsonb_agg(jsonb_build_object('duty', duty, 'institution', d.institution, 'from', held_from, 'to', held_to, 'delegatedBy', delegator) ORDER BY d.id), '[]')
    FROM delegation d WHERE d.delegate = o.id AND held_to > greatest(held_from, ${now}))) || CASE WHEN o.dismissed_at IS NULL THEN '{}'::jsonb ELSE '{"dismissed": true}' END`;

/** The same, its moments as RFC 3339 writes them. */
export const entryOf = (told: OfficialEntry): OfficialEntry => ({ ...told, duties: told.duties.map(inUtc) });

/** An official, and those who have delegated a duty to him: by them it is known which of his duties count (§2.5.3). */
export async function entriesAbout(db: DirectoryDatabase, id: string, now: Date): Promise<ReadonlyMap<string, OfficialEntry>> {
  const rows = await db.$queryRaw<{ entry: OfficialEntry }[]>`
    SELECT ${officialTold(now)} AS entry FROM official o
     WHERE o.id = ${id} OR o.id IN (SELECT delegator FROM delegation WHERE delegate = ${id} AND held_to > ${now})`;
  return new Map(rows.map(({ entry }) => [entry.id, entryOf(entry)]));
}

const inUtc = (held: HeldDuty): HeldDuty => ({
  ...held,
  from: new Date(held.from).toISOString(),
  to: held.to === null ? null : new Date(held.to).toISOString(),
});
