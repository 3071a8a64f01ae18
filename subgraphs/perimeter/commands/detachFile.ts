import { after, cleanFileName, documentMoves, Refusal } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { deleteDocumentFile, filesOf } from '../tables/carriedFiles.ts';
import { updateDocument } from '../tables/documents.ts';
import type { Command, CommandInput } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface DetachFileInput extends CommandInput {
  readonly documentId: string;
  readonly name: string;
}

/**
 * §4.10 A clerk takes a file off a draft. Its bytes stay as long as anything else holds them. Throws `FILE_NAME_INVALID`, and `FILE_NOT_FOUND` where
 * the document carries none of this name.
 */
export const detachFile: Command<DetachFileInput, DocumentAnswer> = (perimeter, input, context) =>
  onDocument(perimeter, context, { name: 'detachFile', input }, async ({ tx, document }) => {
    const status = after(documentMoves.revise, document.status);
    // As it stands there, though no new file might be called so today.
    const held = (await filesOf(tx, document.id)).find(({ name }) => name === input.name.normalize('NFC'));
    if (!(await deleteDocumentFile(tx, document.id, held?.name ?? cleanFileName(input.name))))
      throw new Refusal('FILE_NOT_FOUND', 'The document carries no file of this name.');
    return updateDocument(tx, document.id, Prisma.sql`status = ${status}, version = d.version + 1`);
  });
