import {
  BrokenInvariant,
  type Bundle,
  type DispatchId,
  type DocumentId,
  type InstitutionCode,
  institutionOf,
  parseBundle,
  Refusal,
} from '@chancery/domain';
import type { CallContext } from '@chancery/kernel';
import { Unreachable } from '@chancery/trust';
import type { Exchange } from '../exchange.ts';

/** How long the author's perimeter may take, in milliseconds. */
const PATIENCE_MS = 5_000;

const releaseDocument = 'mutation ReleaseDocument($input: ReleaseDocumentInput!) { releaseDocument(input: $input) { bundle } }';

interface Release {
  readonly dispatchId: DispatchId;
  readonly documentId: DocumentId;
  readonly to: readonly InstitutionCode[];
}

/**
 * Asks the author's perimeter, in the caller's name, to let a document go. What it refuses is refused; a perimeter that does not answer is
 * `INSTITUTION_UNAVAILABLE`. The same dispatch id again gets the same answer. §7.6
 */
export async function release({ client, directory }: Exchange, { mandate, caller }: CallContext, input: Release): Promise<Bundle> {
  const author = await directory.findInstitution(institutionOf(input.documentId));
  if (author === undefined) throw new Refusal('DOCUMENT_NOT_FOUND');
  try {
    // The perimeter takes the official's own word alone.
    const options = { caller, record: mandate.record, token: mandate.token, timeoutMs: PATIENCE_MS };
    const { releaseDocument: released } = await client.ask<{ releaseDocument: { bundle: unknown } | null }>(
      author.server,
      releaseDocument,
      { input },
      options,
    );
    return bundleOf(released?.bundle, input.documentId);
  } catch (error) {
    if (error instanceof Unreachable || (error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE'))
      throw new Refusal('INSTITUTION_UNAVAILABLE');
    throw error;
  }
}

/** What the perimeter let go, well formed and of the document that was asked for; whether it is genuine the recipients verify. */
function bundleOf(value: unknown, documentId: DocumentId): Bundle {
  try {
    const bundle = parseBundle(value);
    if (bundle.signed.documentId === documentId) return bundle;
  } catch (error) {
    throw new BrokenInvariant('a perimeter releases a bundle', { cause: error });
  }
  throw new BrokenInvariant('a perimeter releases the document that was asked for');
}
