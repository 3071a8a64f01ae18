import { type Caller, kindOf, Refusal, requireContent, statusSigned } from '@chancery/domain';
import { callerOf } from '@chancery/kernel';
import { signedPart } from '../card.ts';
import { signPart } from '../keys/officialKeys.ts';
import type { Perimeter } from '../perimeter.ts';
import { insertSignature, signersOf } from '../tables/signatures.ts';
import type { Command, CommandInput } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface SignDocumentInput extends CommandInput {
  readonly documentId: string;
  readonly versionRead?: number | null;
}

/**
 * §5.1 A signatory signs card and content as they stand; §4.2 what the kind asks for must be there; §4.5, §5.2 approval and the number of
 * signatories are as the regulation in force says. A key that is not there is made
 * between two transactions, once nothing else stands in the way: who is refused leaves no key behind, and nobody waits for one with a row held.
 */
export const signDocument: Command<SignDocumentInput, DocumentAnswer> = async (perimeter, input, context) => {
  const caller = callerOf(context);
  const regulation = await perimeter.directory.findRegulation(context.now);
  const attempt = () =>
    onDocument(perimeter, context, { name: 'signDocument', input, needsContent: true }, async ({ tx, now, document }) => {
      const { kind, status } = document;
      const signers = status === 'SIGNED' ? await signersOf(tx, document.id) : [];
      statusSigned({ kind, status, signers }, caller.official, regulation);
      requireContent(perimeter.kinds.get(kindOf(document.id))?.requiredToSign ?? [], document.content);
      const hand = await perimeter.officialKeys.find(tx, caller.institution, caller.official);
      if (hand === undefined) throw new KeyMissing();
      const name = nameOf(perimeter, caller);
      return insertSignature(tx, document.id, signPart(signedPart(document), hand, { name, duty: 'SIGNATORY', signedAt: now }));
    });
  return attempt().catch(async (error: unknown) => {
    if (!(error instanceof KeyMissing)) throw error;
    await perimeter.directory.findOfficial(caller.official);
    await perimeter.officialKeys.make(caller.institution, caller.official);
    return attempt();
  });
};

/** Everything is ready but the official's key. */
class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

function nameOf({ directory }: Perimeter, { official }: Caller): string {
  const entry = directory.official(official);
  if (entry === undefined) throw new Refusal('OFFICIAL_UNKNOWN');
  return entry.name;
}
