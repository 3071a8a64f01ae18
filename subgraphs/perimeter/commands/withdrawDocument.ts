import { after, documentMoves } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { updateDocument } from '../tables/documents.ts';
import type { Command, CommandInput } from './command.ts';
import { cleanNote } from './notes.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface WithdrawDocumentInput extends CommandInput {
  readonly documentId: string;
  readonly reason: string;
}

/** §6.3 A registrar withdraws a document that is not registered yet, and says why. */
export const withdrawDocument: Command<WithdrawDocumentInput, DocumentAnswer> = (perimeter, input, context) =>
  onDocument(perimeter, context, { name: 'withdrawDocument', input }, ({ tx, document }) => {
    const status = after(documentMoves.withdraw, document.status);
    return updateDocument(tx, document.id, Prisma.sql`status = ${status}, withdrawn_reason = ${cleanNote('reason', input.reason)}`);
  });
