import { type CallContext, callerOf, type Parts, type Resolvers } from '@chancery/kernel';
import { cardsAsOf } from './cardsAsOf.ts';
import type { CatalogueDatabase } from './database.ts';
import { readFilter } from './documentFilter.ts';
import { type DocumentStatisticsArguments, documentStatistics } from './documentStatistics.ts';
import { type DocumentsArguments, listDocuments } from './documents.ts';
import { exchangeStatistics, type StatisticsArguments } from './statistics.ts';

/** Groups of every size are told, unless the operator of the catalogue has set another. */
const everyGroup = 1;

/** Answers the catalogue's part of the graph. */
export function resolversOf({ db, directory, config }: Pick<Parts<CatalogueDatabase>, 'db' | 'directory' | 'config'>): Resolvers {
  const { smallestGroup = everyGroup } = config;
  return {
    Query: {
      documents: async (_: unknown, asked: DocumentsArguments, context: CallContext) =>
        listDocuments({ db, smallestGroup }, callerOf(context), asked),
      documentStatistics: async (_: unknown, { filter, groupBy }: DocumentStatisticsArguments, context: CallContext) =>
        documentStatistics({ db, caller: callerOf(context), filter: readFilter(filter ?? {}), smallestGroup }, groupBy),
      exchangeStatistics: async (_: unknown, asked: StatisticsArguments, context: CallContext) =>
        exchangeStatistics(db, callerOf(context), asked),
      cards: async (_: unknown, { ids }: { readonly ids: readonly string[] }, context: CallContext) =>
        cardsAsOf({ db, directory }, callerOf(context), ids),
    },
  };
}
