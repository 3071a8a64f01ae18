import {
  type Caller,
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
import { orError, orThrow, type ServedRow, servedRows } from './servedRows.ts';

/** A document's content, as a kind's fields are read from it. */
export type Content = SignedPart['content'] & { readonly id: DocumentId };

/** §3.1 The card of a document that the caller may know of. Throws `DOCUMENT_NOT_FOUND`, the same for one that does not exist. */
export async function readCard(perimeter: Perimeter, context: CallContext, id: unknown): Promise<Card> {
  return orThrow((await readCards(perimeter, context, [id]))[0]);
}

/** §3.1 Cards in the order of their ids; in the place of one that the caller may not know of, what `readCard` throws. */
export async function readCards(perimeter: Perimeter, context: CallContext, ids: readonly unknown[]): Promise<readonly (Card | Error)[]> {
  const rows = await servedRows(perimeter.members, ids, parseDocumentId, loadersOf(perimeter, context).cards);
  return inSight(perimeter, context, rows, (card, facts, caller) => {
    if (!mayReadCard(caller, facts)) throw new Refusal('DOCUMENT_NOT_FOUND');
    return card;
  });
}

/** §3.1 Cards of documents that the caller may read all of, in the order of their ids; in the place of one that he may not, what is thrown. */
export async function readWhole(perimeter: Perimeter, context: CallContext, ids: readonly unknown[]): Promise<readonly (Card | Error)[]> {
  const rows = await servedRows(perimeter.members, ids, parseDocumentId, loadersOf(perimeter, context).cards);
  return inSight(perimeter, context, rows, (card, facts, caller) => {
    requireWhole(facts, caller);
    return card;
  });
}

/** §3.1 The contents of documents of this kind, in the order of their ids; `DOCUMENT_NOT_FOUND` in the place of one that the caller may not read. */
export async function readContents(
  perimeter: Perimeter,
  context: CallContext,
  kind: string,
  ids: readonly unknown[],
): Promise<readonly (Content | Error)[]> {
  const rows = await servedRows(perimeter.members, ids, parseDocumentId, loadersOf(perimeter, context).contents);
  return inSight(perimeter, context, rows, ({ id, content }, facts, caller) => {
    if (kindOf(id) !== kind) throw new Refusal('DOCUMENT_NOT_FOUND');
    requireWhole(facts, caller);
    return { ...content, id };
  });
}

function requireWhole(facts: DocumentFacts, caller: Caller): void {
  if (!mayReadCard(caller, facts)) throw new Refusal('DOCUMENT_NOT_FOUND');
  if (!mayReadContent(caller, facts)) throw new Refusal('DOCUMENT_NOT_FOUND', 'You may know of its card only.');
}

/** §3.7 Shows documents, each with those to whom it is open now under break-glass. Before one is shown to one of them its institution is told (§13.2). */
async function inSight<Row extends DocumentFacts, Shown>(
  { directory, sightNotices }: Perimeter,
  context: CallContext,
  rows: readonly (ServedRow<DocumentId, Row> | Error)[],
  show: (row: Row, facts: DocumentFacts, caller: Caller) => Shown,
): Promise<readonly (Shown | Error)[]> {
  const caller = callerOf(context);
  // To whom it is open is asked once: what is decided below is what was told.
  const openTo = rows.map((each) => (each instanceof Error ? [] : directory.openTo(each.id, context.now)));
  const isOpen = openTo.map((officials) => officials.includes(caller.official));
  const untold = isOpen.includes(true) ? await sightNotices.tell().catch((error: Error) => error) : undefined;
  return rows.map((each, i) =>
    orError(() => {
      if (each instanceof Error || each.row === undefined) throw each instanceof Error ? each : new Refusal('DOCUMENT_NOT_FOUND');
      if (untold !== undefined && isOpen[i] === true) throw untold;
      const { institution, status, access, readers } = each.row;
      return show(each.row, { institution, status, access, readers, openTo: openTo[i] ?? [] }, caller);
    }),
  );
}

/** §1.2 The id of a document that this server answers for. Throws `MALFORMED_ID`, `WRONG_PERIMETER`. */
export async function servedDocument({ members }: Perimeter, id: unknown): Promise<DocumentId> {
  const documentId = parseDocumentId(id);
  await requireServed(members, institutionOf(documentId));
  return documentId;
}
