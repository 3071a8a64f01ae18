import { after, documentMoves } from '@chancery/domain';
import { enterDocument } from '../tables/documentRegister.ts';
import type { Command, CommandInput } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface RegisterDocumentInput extends CommandInput {
  readonly documentId: string;
}

/** §6.2 A registrar enters a signed document in the outgoing register of the year and gives it its number. */
export const registerDocument: Command<RegisterDocumentInput, DocumentAnswer> = (perimeter, input, context) =>
  onDocument(perimeter, context, { name: 'registerDocument', input }, ({ tx, caller, now, document }) => {
    after(documentMoves.register, document.status);
    const { id, institution } = document;
    return enterDocument(tx, id, { institution, direction: 'OUTGOING', subject: id, now, official: caller.official });
  });
