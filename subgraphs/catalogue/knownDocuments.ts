import type { Caller } from '@chancery/domain';
import { cardConditions, type ReadFilter } from './documentFilter.ts';
import { Prisma } from './prisma/client/client.ts';
import { addressedCards, openCards, readableCards } from './readableCards.ts';
import { daysByMonth } from './wholeMonths.ts';

/** By what documents are grouped, and where each stands in `knownDocuments`. */
export const documentDimensions = {
  INSTITUTION: Prisma.sql`institution`,
  KIND: Prisma.sql`kind`,
  STATUS: Prisma.sql`status`,
  ACCESS: Prisma.sql`access`,
  YEAR: Prisma.sql`to_char(month, 'YYYY')`,
  MONTH: Prisma.sql`to_char(month, 'YYYY-MM')`,
} as const;
export type DocumentDimension = keyof typeof documentDimensions;

const tally = Prisma.sql`institution, kind, status, access, month, documents`;
const single = Prisma.sql`institution, kind, status, access, date_trunc('month', document_date)::date AS month, 1 AS documents`;

/**
 * §3.1 The documents of a filter that the caller may know of, counted by their sorts: a relation (institution, kind, status, access, month, documents).
 * Where tallies can tell, they do: whole months of what is open to the caller; days at the ends, and what was sent to the caller's institution, are
 * looked up. What words, numbers and other institutions narrow is counted card by card, as an index finds it.
 */
export function knownDocuments(caller: Caller, filter: ReadFilter): Prisma.Sql {
  const each = (conditions: readonly Prisma.Sql[]) => Prisma.sql`SELECT ${single} FROM card WHERE ${Prisma.join(conditions, ' AND ')}`;
  if (filter.cards.length > 0) return Prisma.sql`(${each([readableCards(caller), ...cardConditions(filter)])})`;
  const { months, edges } = daysByMonth(filter);
  const open = [openCards(caller), ...filter.sorts];
  const ofMonths = months && [
    ...open,
    Prisma.sql`documents > 0`,
    ...(months.from ? [Prisma.sql`month >= ${months.from}::date`] : []),
    ...(months.to ? [Prisma.sql`month <= ${months.to}::date`] : []),
  ];
  const parts = [
    ...(ofMonths ? [Prisma.sql`SELECT ${tally} FROM card_tally WHERE ${Prisma.join(ofMonths, ' AND ')}`] : []),
    ...edges.map(({ from, to }) => each([...open, Prisma.sql`document_date BETWEEN ${from}::date AND ${to}::date`])),
    each([addressedCards(caller), ...cardConditions(filter)]),
  ];
  return Prisma.sql`(${Prisma.join(parts, ' UNION ALL ')})`;
}
