import {
  after,
  type Caller,
  documentMoves,
  institutionOf,
  invariant,
  kindOf,
  parseDocumentId,
  Refusal,
  requireContent,
} from '@chancery/domain';
import { callerOf } from '@chancery/kernel';
import { clauseFor, refusalUnder } from '@chancery/policy';
import { signedPart } from '../card.ts';
import { type Hand, signPart } from '../keys/officialKeys.ts';
import type { Perimeter } from '../perimeter.ts';
import { insertSignature } from '../tables/signatures.ts';
import type { Command, CommandInput } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface SignDocumentInput extends CommandInput {
  readonly documentId: string;
}

/** §5.1 A signatory signs card and content as they stand; §4.2 what the kind asks for must be there. */
export const signDocument: Command<SignDocumentInput, DocumentAnswer> = async (perimeter, input, context) => {
  const documentId = parseDocumentId(input.documentId);
  const caller = callerOf(context);
  const signer = mayBeSigner(caller, institutionOf(documentId)) ? await signerFor(perimeter, caller) : null;
  return onDocument(perimeter, context, { name: 'signDocument', input, needsContent: true }, ({ tx, now, document }) => {
    after(documentMoves.sign, document.status);
    requireContent(perimeter.kinds.get(kindOf(documentId))?.requiredToSign ?? [], document.content);
    invariant(signer, 'a signatory of the author has a key');
    const signature = signPart(signedPart(document), signer.hand, { name: signer.name, duty: 'SIGNATORY', signedAt: now });
    return insertSignature(tx, document.id, signature);
  });
};

interface Signer {
  readonly hand: Hand;
  readonly name: string;
}

/** Nobody gets a key who could not sign: the command itself then says why not. */
const mayBeSigner = (caller: Caller, author: string): boolean =>
  caller.institution === author && refusalUnder(clauseFor('signDocument'), caller) === null;

/** Name and key, found before the transaction: both may have to be asked for. */
async function signerFor({ directory, members, officialKeys }: Perimeter, { institution, official }: Caller): Promise<Signer | null> {
  if (!(await members.serves(institution))) return null;
  const entry = await directory.findOfficial(official);
  if (entry === undefined) throw new Refusal('OFFICIAL_UNKNOWN');
  return { hand: await officialKeys.of(institution, official), name: entry.name };
}
