import {
  type Bundle,
  type DispatchId,
  type InstitutionCode,
  institutionOf,
  invariant,
  parseDispatchId,
  parseDocumentId,
  parseInstitutionCode,
  Refusal,
} from '@chancery/domain';
import { requireRole } from '@chancery/kernel';
import { bundleOf, type WholeDocument } from '../card.ts';
import type { Command } from '../commands/command.ts';
import { onDocument } from '../commands/onDocument.ts';
import type { PerimeterTransaction } from '../database.ts';
import { findRelease, insertRelease } from '../tables/releases.ts';
import { signaturesOf } from '../tables/signatures.ts';

export interface ReleaseDocumentInput {
  readonly dispatchId: string;
  readonly documentId: string;
  readonly to: readonly string[];
}

/** How many addressees one dispatch takes. */
const MOST_ADDRESSEES = 200;

/**
 * §7.6 Lets a document go to its addressees: they become its readers, and the exchange gets what is delivered to them.
 * The same dispatch again gets the same. Throws `RELEASE_VOID` for a dispatch that was given up.
 */
export const releaseDocument: Command<ReleaseDocumentInput, { readonly bundle: Bundle }> = async (perimeter, input, context) => {
  requireRole(context, 'exchange');
  const dispatchId = parseDispatchId(input.dispatchId);
  const documentId = parseDocumentId(input.documentId);
  const held: { document?: WholeDocument } = {};
  const call = { name: 'releaseDocument', dutyOf: 'dispatchDocument', input: { documentId }, needsContent: true };
  await onDocument(perimeter, context, call, async ({ tx, now, document }) => {
    // Only now is it certain that the caller's institution wrote it: a stranger learns no more than that.
    if (institutionOf(dispatchId) !== document.institution)
      throw new Refusal('BAD_INPUT', 'The dispatch is not of the author institution.');
    const to = addressees(input.to, document.institution);
    // What leaves is signed by all who have signed: a signature may have come while the document was waited for.
    held.document = { ...document, signatures: await signaturesOf(tx, documentId) };
    const card = isDispatchable(document) ? await insertRelease(tx, { dispatchId, documentId, to, now }) : undefined;
    if (card !== undefined) return card;
    await requireReleasedBefore(tx, { dispatchId, to }, document);
    return null;
  });
  invariant(held.document, 'what was released was read');
  return { bundle: bundleOf(held.document) };
};

/** §7.1, §7.3 Each addressee once, 1 to 200, the author not among them. */
function addressees(codes: readonly string[], author: InstitutionCode): readonly InstitutionCode[] {
  const to = [...new Set(codes.map(parseInstitutionCode))];
  if (to.length === 0) throw new Refusal('NO_ADDRESSEE');
  if (to.length > MOST_ADDRESSEES) throw new Refusal('TOO_MANY_ADDRESSEES');
  if (to.includes(author)) throw new Refusal('ADDRESSEE_IS_SENDER');
  return to.sort();
}

/** Lets a dispatch pass that has released this document to these addressees before, and was not given up since. */
async function requireReleasedBefore(
  tx: PerimeterTransaction,
  { dispatchId, to }: { readonly dispatchId: DispatchId; readonly to: readonly InstitutionCode[] },
  { id, status }: WholeDocument,
): Promise<void> {
  const release = await findRelease(tx, dispatchId);
  if (release === undefined) throw new Refusal(status === 'WITHDRAWN' ? 'DOCUMENT_WITHDRAWN' : 'DOCUMENT_NOT_REGISTERED');
  if (release.documentId !== id) throw new Refusal('BAD_INPUT', 'The dispatch is of another document.');
  if (release.outcome === 'VOID') throw new Refusal('RELEASE_VOID');
  // The readers are those of the first time: others would be sent what they may not read, and they would read what is not sent to them.
  if (release.addressees.join() !== to.join()) throw new Refusal('REQUEST_ID_REUSED');
}

/** §6.7 What was entered from elsewhere is in no register here, and nobody here signed it. */
const isDispatchable = ({ status, origin }: WholeDocument): boolean =>
  origin !== 'IMPORTED' && (status === 'REGISTERED' || status === 'FILED');
