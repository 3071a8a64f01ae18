import { after, documentMoves, numberFormIn, requireSignatures, signatoriesOf } from '@chancery/domain';
import { enterDocument } from '../tables/documentRegister.ts';
import { signersOf } from '../tables/signatures.ts';
import type { Command, CommandInput } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface RegisterDocumentInput extends CommandInput {
  readonly documentId: string;
}

/**
 * §6.2 A registrar enters a signed document in the outgoing register of the year and gives it its number; §5.2 as many have signed, and
 * §6.4 the number is written, as the regulation in force says.
 */
export const registerDocument: Command<RegisterDocumentInput, DocumentAnswer> = async (perimeter, input, context) => {
  const regulation = await perimeter.directory.findRegulation(context.now);
  return onDocument(perimeter, context, { name: 'registerDocument', input }, async ({ tx, caller, now, document }) => {
    after(documentMoves.register, document.status);
    const { id, institution, kind } = document;
    // One signature is what SIGNED says: only where more are asked for they are counted.
    if (signatoriesOf(regulation, kind) > 1) requireSignatures({ kind, signers: await signersOf(tx, id) }, regulation);
    const direction = 'OUTGOING';
    const form = numberFormIn(regulation, { institution, direction, kind, year: now.getUTCFullYear() });
    return enterDocument(tx, id, { institution, direction, subject: id, now, official: caller.official, form });
  });
};
