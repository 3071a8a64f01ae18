import { parseExportId, perimeterOfExport, Refusal } from '@chancery/domain';
import { type Exports, type ExportsArguments, type OneOfLists, orderOf } from '@chancery/exporting';
import { type CallContext, callerOf, type Resolvers } from '@chancery/kernel';
import { requireOwnWord } from '../commands/ownWord.ts';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';
import { ownInstitution } from '../reads/inbox.ts';

interface StartPerimeterExportInput extends OneOfLists {
  readonly institution: string;
}

interface CancelPerimeterExportInput {
  readonly exportId: string;
  readonly requestId?: string | null;
}

type OfInstitution = ExportsArguments & { readonly institution: string };

/** What a perimeter answers about exports of its institutions' lists (§3.13 to §3.15). */
export const exportResolvers = (perimeter: Perimeter, exports: Exports) =>
  ({
    Query: {
      perimeterExport: async (_: unknown, { id }: { readonly id: string }, context: CallContext) => {
        await requireHere(perimeter, id);
        return exports.find(context, id);
      },
      perimeterExports: async (_: unknown, { institution, ...page }: OfInstitution, context: CallContext) => {
        await ownInstitution(perimeter, callerOf(context), institution);
        return exports.list(context, page);
      },
    },
    Mutation: {
      startPerimeterExport: async (_: unknown, { input }: { readonly input: StartPerimeterExportInput }, context: CallContext) =>
        exports.start(context, { name: 'startPerimeterExport', input }, async (exporting) => {
          await requireOwnWord(perimeter, context);
          const institution = await ownInstitution(perimeter, callerOf(context), input.institution);
          return orderOf(exporting, input, { institution });
        }),
      cancelPerimeterExport: async (_: unknown, { input }: { readonly input: CancelPerimeterExportInput }, context: CallContext) =>
        exports.cancel(context, 'cancelPerimeterExport', input, async () => {
          await requireOwnWord(perimeter, context);
          await requireHere(perimeter, input.exportId);
        }),
    },
  }) satisfies Resolvers;

/** Lets exports of this server's institutions pass. Throws `EXPORT_NOT_FOUND` for the exchange's own, and `WRONG_PERIMETER`. */
async function requireHere({ members }: Perimeter, id: string): Promise<void> {
  const institution = perimeterOfExport(parseExportId(id));
  if (institution === null) throw new Refusal('EXPORT_NOT_FOUND');
  await requireServed(members, institution);
}
