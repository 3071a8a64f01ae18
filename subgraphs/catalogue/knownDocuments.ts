import type { Caller } from '@chancery/domain';
import { cardConditions, type ReadFilter } from './documentFilter.ts';
import { Prisma } from './prisma/client/client.ts';
import { addressedCards, openCards, readableCards } from './readableCards.ts';
import { daysByMonth } from './wholeMonths.ts';

/** By what documents are grouped in `knownDocuments`, and how a group is then called: writing a text for each document would cost more than counting. */
export const documentDimensions = {
  INSTITUTION: { by: Prisma.sql`institution`, key: Prisma.sql`institution` },
  KIND: { by: Prisma.sql`kind`, key: Prisma.sql`kind` },
  STATUS: { by: Prisma.sql`status`, key: Prisma.sql`status` },
  ACCESS: { by: Prisma.sql`access`, key: Prisma.sql`access` },
  YEAR: { by: Prisma.sql`date_part('year', month)`, key: Prisma.sql`lpad(date_part('year', month)::text, 4, '0')` },
  MONTH: { by: Prisma.sql`month`, key: Prisma.sql`to_char(month, 'YYYY-MM')` },
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
