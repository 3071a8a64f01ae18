import { after, cleanLine, documentMoves } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { updateDocument } from '../tables/documents.ts';
import type { Command, CommandInput } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface FileDocumentInput extends CommandInput {
  readonly documentId: string;
  readonly caseFile: string;
}

/** §6.2, §9.3 A registrar of the author files a registered document in a case file. */
export const fileDocument: Command<FileDocumentInput, DocumentAnswer> = (perimeter, input, context) =>
  onDocument(perimeter, context, { name: 'fileDocument', input }, ({ tx, now, document }) => {
    const status = after(documentMoves.file, document.status);
    const caseFile = cleanLine('caseFile', input.caseFile);
    return updateDocument(tx, document.id, Prisma.sql`status = ${status}, case_file = ${caseFile}, filed_at = ${now}`);
  });
