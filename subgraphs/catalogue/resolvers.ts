import { type CallContext, callerOf, type Parts, type Resolvers } from '@chancery/kernel';
import { cardsAsOf } from './cardsAsOf.ts';
import type { CatalogueDatabase } from './database.ts';
import { type DocumentsArguments, listDocuments } from './documents.ts';
import { exchangeStatistics, type StatisticsArguments } from './statistics.ts';

/** Answers the catalogue's part of the graph. */
export const resolversOf = ({ db, directory }: Pick<Parts<CatalogueDatabase>, 'db' | 'directory'>): Resolvers => ({
  Query: {
    documents: async (_: unknown, asked: DocumentsArguments, context: CallContext) => listDocuments(db, callerOf(context), asked),
    exchangeStatistics: async (_: unknown, asked: StatisticsArguments, context: CallContext) =>
      exchangeStatistics(db, callerOf(context), asked),
    cards: async (_: unknown, { ids }: { readonly ids: readonly string[] }, context: CallContext) =>
      cardsAsOf({ db, directory }, callerOf(context), ids),
  },
});
