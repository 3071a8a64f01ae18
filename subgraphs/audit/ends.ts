import { cleanText, textLimits } from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import { entries } from './auditEntry.ts';
import type { AuditFilter } from './entries.ts';
import { Prisma } from './prisma/client/client.ts';

/**
 * Where entries are found that ended in a certain way, no entry in two places: what follows FROM, up to the first condition. How an act ended stands
 * on its entry where it was told at once, and on its closing where it was opened before; each place has an index in the order of the trail.
 */
export function endsOf({ outcome, code }: AuditFilter): readonly Prisma.Sql[] {
  const coded = code ? cleanText('code', code, textLimits.line) : null;
  if (!outcome && coded === null) return [Prisma.sql`${entries} WHERE TRUE`];
  if (!outcome) return [atOnce(withCode('e', coded)), later(withCode('c', coded))];
  const places = [...new Set(outcome)].flatMap((each) => placesOf(each, coded));
  return places.length === 0 ? [Prisma.sql`${entries} WHERE FALSE`] : places;
}

function placesOf(outcome: AuditRecord['outcome'], code: string | null): readonly Prisma.Sql[] {
  if (outcome === 'OPEN') return [stillOpen(withCode('e', code))];
  // Nearly all are done, as PostgreSQL sees it too where it is put so: who walks back through the trail meets them soon.
  if (outcome === 'DONE') return [Prisma.sql`${entries} WHERE (e.outcome = 'DONE' OR c.outcome = 'DONE') AND ${withCode('e', code)}`];
  return [
    atOnce(Prisma.sql`e.outcome = ${outcome} AND ${withCode('e', code)}`),
    later(Prisma.sql`c.outcome = ${outcome} AND ${withCode('c', code)}`),
  ];
}

const withCode = (table: 'e' | 'c', code: string | null): Prisma.Sql =>
  code === null ? Prisma.sql`TRUE` : Prisma.sql`${Prisma.raw(table)}.code = ${code}`;

const atOnce = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`${entries} WHERE ${condition}`;

const later = (condition: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`audit_closing c JOIN audit_entry e ON e.id = c.entry AND e.at = c.at WHERE ${condition}`;

const stillOpen = (condition: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`open_entry w JOIN audit_entry e ON e.id = w.entry AND e.at = w.at LEFT JOIN audit_closing c ON c.entry = e.id
    WHERE c.entry IS NULL AND ${condition}`;
