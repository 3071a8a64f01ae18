import type { Exports, ExportsArguments } from '@chancery/exporting';
import { type CallContext, callerOf, type Parts, plainStatements, type Resolvers } from '@chancery/kernel';
import { cardsAsOf } from './cardsAsOf.ts';
import type { CatalogueDatabase } from './database.ts';
import { readFilter } from './documentFilter.ts';
import { type DocumentStatisticsArguments, documentStatistics } from './documentStatistics.ts';
import { type DocumentsArguments, listDocuments } from './documents.ts';
import { orderOf, type StartExportInput } from './exports/orderOf.ts';
import { exchangeStatistics, type StatisticsArguments } from './statistics.ts';

/** Groups of every size are told, unless the operator of the catalogue has set another. */
export const smallestGroupIn = ({ smallestGroup = 1 }: Parts<CatalogueDatabase>['config']): number => smallestGroup;

/** Answers the catalogue's part of the graph. */
export function resolversOf(
  { db, directory, config }: Pick<Parts<CatalogueDatabase>, 'db' | 'directory' | 'config'>,
  exports: Exports,
): Resolvers {
  const smallestGroup = smallestGroupIn(config);
  const sql = plainStatements(db);
  return {
    Query: {
      documents: async (_: unknown, asked: DocumentsArguments, context: CallContext) =>
        listDocuments({ db: sql, smallestGroup }, callerOf(context), asked),
      documentStatistics: async (_: unknown, { filter, groupBy }: DocumentStatisticsArguments, context: CallContext) =>
        documentStatistics({ db: sql, caller: callerOf(context), filter: readFilter(filter ?? {}), smallestGroup }, groupBy),
      exchangeStatistics: async (_: unknown, asked: StatisticsArguments, context: CallContext) =>
        exchangeStatistics(sql, callerOf(context), asked),
      cards: async (_: unknown, { ids }: { readonly ids: readonly string[] }, context: CallContext) =>
        cardsAsOf({ db: sql, directory }, callerOf(context), ids),
      export: async (_: unknown, { id }: { readonly id: string }, context: CallContext) => exports.find(context, id),
      exports: async (_: unknown, asked: ExportsArguments, context: CallContext) => exports.list(context, asked),
    },
    Mutation: {
      startExport: async (_: unknown, { input }: { readonly input: StartExportInput }, context: CallContext) =>
        exports.start(context, { name: 'startExport', input }, (exporting) => orderOf(exporting, input)),
      cancelExport: async (_: unknown, { input }: { readonly input: CancelExportInput }, context: CallContext) =>
        exports.cancel(context, 'cancelExport', input),
    },
  };
}

interface CancelExportInput {
  readonly exportId: string;
  readonly requestId?: string | null;
}
