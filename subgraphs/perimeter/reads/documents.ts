import {
  type DocumentFacts,
  type DocumentId,
  institutionOf,
  kindOf,
  mayReadCard,
  mayReadContent,
  parseDocumentId,
  Refusal,
  type SignedPart,
} from '@chancery/domain';
import { type CallContext, callerOf } from '@chancery/kernel';
import type { Card } from '../card.ts';
import { loadersOf } from '../loaders.ts';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';

/** §3.1 The card of a document that the caller may know of. Throws `DOCUMENT_NOT_FOUND`, the same for one that does not exist. */
export async function readCard(perimeter: Perimeter, context: CallContext, id: unknown): Promise<Card> {
  const documentId = await servedDocument(perimeter, id);
  const card = await loadersOf(perimeter, context).cards.load(documentId);
  if (card === undefined || !mayReadCard(callerOf(context), await inSight(perimeter, context, card)))
    throw new Refusal('DOCUMENT_NOT_FOUND');
  return card;
}

/** §3.1 The content of a document of this kind that the caller may read. Throws `DOCUMENT_NOT_FOUND`. */
export async function readContent(
  perimeter: Perimeter,
  context: CallContext,
  kind: string,
  id: unknown,
): Promise<SignedPart['content'] & { readonly id: DocumentId }> {
  const documentId = await servedDocument(perimeter, id);
  const row = await loadersOf(perimeter, context).contents.load(documentId);
  const caller = callerOf(context);
  if (row === undefined || kindOf(documentId) !== kind) throw new Refusal('DOCUMENT_NOT_FOUND');
  const facts = await inSight(perimeter, context, row);
  if (!mayReadCard(caller, facts)) throw new Refusal('DOCUMENT_NOT_FOUND');
  if (!mayReadContent(caller, facts)) throw new Refusal('DOCUMENT_NOT_FOUND', 'You may know of its card only.');
  return { ...row.content, id: documentId };
}

/** §3.7 A document with those to whom it is open now under break-glass. Before it is shown to one of them its institution is told (§13.2). */
async function inSight<Document extends DocumentFacts & { readonly id: DocumentId }>(
  { directory, sightNotices }: Perimeter,
  context: CallContext,
  document: Document,
): Promise<Document> {
  const openTo = directory.openTo(document.id, context.now);
  if (openTo.includes(callerOf(context).official)) await sightNotices.tell();
  return { ...document, openTo };
}

/** §1.2 The id of a document that this server answers for. Throws `MALFORMED_ID`, `WRONG_PERIMETER`. */
export async function servedDocument({ members }: Perimeter, id: unknown): Promise<DocumentId> {
  const documentId = parseDocumentId(id);
  await requireServed(members, institutionOf(documentId));
  return documentId;
}
