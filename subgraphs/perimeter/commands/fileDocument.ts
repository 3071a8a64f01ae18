import { after, cleanLine, documentMoves, invariant, retentionAtFiling } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { updateDocument } from '../tables/documents.ts';
import type { Command, CommandInput } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface FileDocumentInput extends CommandInput {
  readonly documentId: string;
  readonly caseFile: string;
}

/** §6.2, §9.3 A registrar of the author files a registered document in a case file; §12.1 from then on it carries its retention. */
export const fileDocument: Command<FileDocumentInput, DocumentAnswer> = async (perimeter, input, context) => {
  const regulation = await perimeter.directory.findRegulation(context.now);
  return onDocument(perimeter, context, { name: 'fileDocument', input }, ({ tx, now, document }) => {
    const status = after(documentMoves.file, document.status);
    const caseFile = cleanLine('caseFile', input.caseFile);
    invariant(document.registeredAt, 'what is filed was registered');
    const retention = retentionAtFiling(regulation, document.kind, { registeredAt: document.registeredAt, filedAt: now });
    return updateDocument(
      tx,
      document.id,
      Prisma.sql`status = ${status}, case_file = ${caseFile}, filed_at = ${now}, retention = ${JSON.stringify(retention)}::jsonb`,
    );
  });
};
