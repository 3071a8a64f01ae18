import {
  cleanLine,
  documentId,
  type ImportedInput,
  type InstitutionCode,
  importedCard,
  LARGEST_IMPORT,
  type OfficialId,
  parseInstitutionCode,
  parseOfficialId,
  Refusal,
  retentionAtFiling,
} from '@chancery/domain';
import { actOf, type CallContext, requireRole, transact } from '@chancery/kernel';
import { calls, derivedId } from '@chancery/trust';
import { cardEvent } from '../card.ts';
import type { Command } from '../commands/command.ts';
import { contentOf, type KindContent, withChanges } from '../kinds.ts';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';
import { type Imported, insertImported } from '../tables/imported.ts';

export interface ImportDocumentsInput {
  readonly institution: string;
  readonly source: string;
  readonly documents: readonly ImportedInput[];
}

/**
 * §6.7 Enters what an institution of this server had filed before it took part: filed, without a register entry, with the number and the date that
 * its source declares. One act, whatever it enters; the same document again is left as it is, and where none is new nothing has happened.
 * Throws `WRONG_PERIMETER`, `OFFICIAL_UNKNOWN` where the institution has no account for it, and what is wrong with the documents.
 */
export const importDocuments: Command<ImportDocumentsInput, { readonly imported: number }> = async (perimeter, input, context) => {
  requireRole(context, ...calls.importDocuments);
  const institution = parseInstitutionCode(input.institution);
  await requireServed(perimeter.members, institution);
  const { length } = input.documents;
  if (length === 0 || length > LARGEST_IMPORT) throw new Refusal('BAD_INPUT', `documents takes 1 to ${LARGEST_IMPORT} documents.`);
  const source = cleanLine('source', input.source);
  const author = await importer(perimeter, institution);
  const documents = await readDocuments(perimeter, { ...input, institution, source }, { author, now: context.now });
  return transact(perimeter.db, { ...actOf('importDocuments', null), institution }, async ({ tx, emit }) => {
    const cards = await insertImported(tx, documents);
    if (cards.length > 0) emit({ type: 'import', institution, source, cards: cards.map(cardEvent) });
    return { imported: cards.length };
  });
};

/** §2.7 The account of a system that stands as the author of what the institution has entered. */
async function importer({ directory }: Perimeter, institution: InstitutionCode): Promise<OfficialId> {
  const account = parseOfficialId(`${institution}:system.import`);
  if ((await directory.findOfficial(account)) === undefined) throw new Refusal('OFFICIAL_UNKNOWN', `Enter ${account} first.`);
  return account;
}

interface Entering {
  readonly author: OfficialId;
  readonly now: CallContext['now'];
}

/** Retention (§12.1) is counted from the day on which it is entered. */
async function readDocuments(
  { kinds, directory }: Perimeter,
  { institution, source, documents }: ImportDocumentsInput & { readonly institution: InstitutionCode },
  { author, now }: Entering,
): Promise<readonly Imported[]> {
  const regulation = await directory.findRegulation(now);
  return documents.map((input) => {
    const card = importedCard(institution, input);
    return {
      ...card,
      id: documentId(institution, card.kind, derivedId(Date.parse(card.documentDate), `${source}\n${card.reference}`)),
      institution,
      author,
      createdAt: now,
      retention: retentionAtFiling(regulation, card.kind, { registeredAt: now, filedAt: now }),
      content: withChanges({}, contentOf(kindNamed(kinds, card.kind), input.content ?? {})),
    };
  });
}

function kindNamed(kinds: Perimeter['kinds'], kind: string): KindContent {
  const found = kinds.get(kind);
  if (found === undefined) throw new Refusal('KIND_NOT_OFFERED', `${kind} is none of its kinds.`);
  return found;
}
