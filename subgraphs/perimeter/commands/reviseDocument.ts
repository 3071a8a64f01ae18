import { after, documentMoves, kindOf, parseDocumentId, Refusal } from '@chancery/domain';
import { contentOf, type KindContent, withChanges } from '../kinds.ts';
import { Prisma } from '../prisma/client/client.ts';
import { languageOf, updateDocument } from '../tables/documents.ts';
import { type CardInput, cleanAbstract, cleanTitle } from './cardInput.ts';
import type { Command } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface ReviseDocumentInput extends CardInput {
  readonly documentId: string;
  readonly versionRead?: number | null;
}

/** §4.4 A clerk changes a draft; what is left out stays as it is, what is null is taken out: `reviseCourtRuling` and its like. */
export const reviseDocument =
  (kind: KindContent): Command<ReviseDocumentInput, DocumentAnswer> =>
  (perimeter, input, context) => {
    if (kindOf(parseDocumentId(input.documentId)) !== kind.kind) throw new Refusal('DOCUMENT_NOT_FOUND', `It is no ${kind.kind}.`);
    return onDocument(perimeter, context, { name: `revise${kind.kind}`, input, needsContent: true }, ({ tx, document }) => {
      const status = after(documentMoves.revise, document.status);
      const content = withChanges(document.content, contentOf(kind, input));
      return updateDocument(
        tx,
        document.id,
        Prisma.sql`
          status = ${status}, version = d.version + 1,
          title = ${input.title === undefined ? document.title : cleanTitle(input.title)},
          abstract = ${input.abstract === undefined ? document.abstract : cleanAbstract(input.abstract)},
          access = ${input.access ?? document.access},
          document_date = ${input.documentDate ?? document.documentDate}::date,
          due_at = ${input.dueAt === undefined ? document.dueAt : input.dueAt}::timestamptz,
          content = ${JSON.stringify(content)}::jsonb,
          language = ${languageOf(content)}`,
      );
    });
  };
