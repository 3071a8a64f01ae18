import { type Caller, type DocumentId, institutionOf, mayReadCard, parseDocumentId, Refusal } from '@chancery/domain';
import { type CallContext, command } from '@chancery/kernel';
import { requireDutyFor } from '@chancery/policy';
import { type Card, cardEvent, type WholeDocument } from '../card.ts';
import type { PerimeterTransaction } from '../database.ts';
import { loadersOf } from '../loaders.ts';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';
import { lockDocument } from '../tables/documents.ts';

/** A command on a document of the caller's institution. */
export interface DocumentCommand {
  /** The command's name in the SDL. */
  readonly name: string;
  /** The command whose duty is asked for, where that is another's. */
  readonly dutyOf?: string;
  readonly input: { readonly documentId: string; readonly requestId?: string | null; readonly versionRead?: number | null };
  /** Whether `change` reads the content; without, it is given as empty. */
  readonly needsContent?: boolean;
}

/** What a command on a document changes it with. */
export interface DocumentScope {
  readonly tx: PerimeterTransaction;
  readonly caller: Caller;
  readonly now: Date;
  /** As it is; nobody else changes it before the transaction ends. */
  readonly document: WholeDocument;
}

/** The answer that is kept under a request id; the payload's document is read by it. */
export interface DocumentAnswer {
  readonly documentId: DocumentId;
  readonly [key: string]: string;
}

/**
 * Runs a command of the author institution on one of its documents (§3.3): duty, row, author, then `change`, which answers the card
 * after it, or null where nothing was to be done. Throws `DOCUMENT_NOT_FOUND`, `NOT_THE_AUTHOR`, `WRONG_PERIMETER`, and `DOCUMENT_CHANGED` where it is
 * not the version that the caller has read (§4.13).
 */
export async function onDocument(
  perimeter: Perimeter,
  context: CallContext,
  { name, dutyOf = name, input, needsContent = false }: DocumentCommand,
  change: (scope: DocumentScope) => Promise<Card | null>,
): Promise<DocumentAnswer> {
  const id = parseDocumentId(input.documentId);
  await requireServed(perimeter.members, institutionOf(id));
  const own: { answer?: DocumentAnswer; card?: Card } = {};
  const answer = await command(perimeter.db, context, { name, input }, async ({ tx, caller, now, emit }) => {
    requireDutyFor(caller, dutyOf);
    const document = await lockDocument(tx, id, { content: needsContent });
    if (document === undefined || !mayReadCard(caller, document)) throw new Refusal('DOCUMENT_NOT_FOUND');
    if (document.institution !== caller.institution) throw new Refusal('NOT_THE_AUTHOR');
    const { versionRead = null } = input;
    if (versionRead !== null && versionRead !== document.version) throw new Refusal('DOCUMENT_CHANGED');
    const card = await change({ tx, caller, now, document });
    if (card !== null) {
      emit(cardEvent(card));
      own.card = card;
    }
    own.answer = { documentId: id };
    return own.answer;
  });
  const { cards, contents } = loadersOf(perimeter, context);
  cards.clear(id);
  contents.clear(id);
  // What was undone in favour of an earlier command with the same request id is not what stands there.
  if (own.answer === answer && own.card) cards.prime(id, own.card);
  return answer;
}
