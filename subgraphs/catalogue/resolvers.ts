import { type CallContext, callerOf, type Resolvers } from '@chancery/kernel';
import type { CatalogueDatabase } from './database.ts';
import { type DocumentsArguments, listDocuments } from './documents.ts';
import { exchangeStatistics, type StatisticsArguments } from './statistics.ts';

/** Answers the catalogue's part of the graph. */
export const resolversOf = (db: CatalogueDatabase): Resolvers => ({
  Query: {
    documents: async (_: unknown, asked: DocumentsArguments, context: CallContext) => listDocuments(db, callerOf(context), asked),
    exchangeStatistics: async (_: unknown, asked: StatisticsArguments, context: CallContext) =>
      exchangeStatistics(db, callerOf(context), asked),
  },
});
