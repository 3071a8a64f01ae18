import { type Exports, type ExportsArguments, type OneOfLists, orderOf } from '@chancery/exporting';
import type { CallContext, Resolvers } from '@chancery/kernel';
import type { DirectoryDatabase } from '../database.ts';
import { officialOfId } from '../officials.ts';

/** What the directory answers about exports of its lists (§3.13 to §3.15). */
export const exportResolvers = (db: DirectoryDatabase, exports: Exports) =>
  ({
    Query: {
      directoryExport: async (_: unknown, { id }: { readonly id: string }, context: CallContext) => exports.find(context, id),
      directoryExports: async (_: unknown, asked: ExportsArguments, context: CallContext) => exports.list(context, asked),
    },
    Mutation: {
      startDirectoryExport: async (_: unknown, { input }: { readonly input: OneOfLists }, context: CallContext) =>
        exports.start(context, { name: 'startDirectoryExport', input }, (exporting) => orderOf(exporting, input)),
      cancelDirectoryExport: async (_: unknown, { input }: { readonly input: CancelExportInput }, context: CallContext) =>
        exports.cancel(context, 'cancelDirectoryExport', input),
    },
    // Elsewhere an official is but an id; here he is known.
    Export: { startedBy: ({ startedBy: { id } }: { readonly startedBy: { readonly id: string } }) => officialOfId(db, id) },
  }) satisfies Resolvers;

interface CancelExportInput {
  readonly exportId: string;
  readonly requestId?: string | null;
}
