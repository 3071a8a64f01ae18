import { breakGlassState } from '@chancery/domain';
import type { CallContext, Resolvers } from '@chancery/kernel';
import type { DirectoryDatabase } from '../database.ts';
import type { Page } from '../institutions.ts';
import { officialOrNone } from '../officials.ts';
import { type BreakGlassFilter, breakGlassesPage } from './reads.ts';
import type { BreakGlassRow } from './table.ts';

/** What the directory answers about sight in an emergency (§13). */
export const breakGlassResolvers = (db: DirectoryDatabase) => {
  const official = (of: (row: BreakGlassRow) => string | null) => (row: BreakGlassRow) => officialOrNone(db, of(row));
  return {
    Query: {
      breakGlasses: (_: unknown, { filter, ...page }: Page & { filter?: BreakGlassFilter | null }, context: CallContext) =>
        breakGlassesPage(db, context, filter ?? {}, page),
    },
    BreakGlass: {
      official: official((row) => row.official),
      state: (row: BreakGlassRow) => breakGlassState(row, new Date()),
      askedBy: official((row) => row.askedBy),
      confirmedBy: official((row) => row.confirmedBy),
      declinedBy: official((row) => row.declinedBy),
      endedBy: official((row) => row.endedBy),
      reviewedBy: official((row) => row.reviewedBy),
    },
  } satisfies Resolvers;
};
