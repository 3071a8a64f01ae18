import { type Bundle, type DispatchId, type DocumentId, type InstitutionCode, institutionOf, invariant, Refusal } from '@chancery/domain';
import type { CallContext } from '@chancery/kernel';
import { Unreachable } from '@chancery/trust';
import type { Exchange } from '../exchange.ts';

/** How long the author's perimeter may take, in milliseconds. */
const PATIENCE_MS = 5_000;

const releaseDocument = 'mutation Release($input: ReleaseDocumentInput!) { releaseDocument(input: $input) { bundle } }';

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
    const options = { caller, record: mandate.record, timeoutMs: PATIENCE_MS };
    const { releaseDocument: released } = await client.ask<{ releaseDocument: { bundle: unknown } | null }>(author.server, releaseDocument, { input }, options);
    return bundleOf(released?.bundle, input.documentId);
  } catch (error) {
    if (error instanceof Unreachable || (error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE')) throw new Refusal('INSTITUTION_UNAVAILABLE');
    throw error;
  }
}

/** What the exchange itself needs of a bundle is there; whether it is genuine the recipients verify. */
function bundleOf(value: unknown, documentId: DocumentId): Bundle {
  invariant(isRecord(value) && isRecord(value.signed) && Array.isArray(value.signatures), 'a perimeter releases a bundle');
  const { signed } = value;
  invariant(signed.documentId === documentId, 'a perimeter releases the document that was asked for');
  invariant(signed.access === 'PUBLIC' || signed.access === 'INTERNAL' || signed.access === 'RESTRICTED', 'a bundle carries its access mark');
  invariant(typeof signed.documentDate === 'string' && /^\d{4}-\d\d-\d\d$/.test(signed.documentDate), 'a bundle carries its date');
  return value as unknown as Bundle;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
