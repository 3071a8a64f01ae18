import {
  type ConsignmentId,
  institutionOf,
  parseBundle,
  parseConsignmentId,
  parseDispatchId,
  type ReceiptClaims,
  Refusal,
  type SealedReceipt,
} from '@chancery/domain';
import { actOf, requireRole, transact } from '@chancery/kernel';
import type { Command } from '../commands/command.ts';
import { verifyBundle } from '../keys/verifyBundle.ts';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';
import { intakeEvent } from '../received.ts';
import { findConsignments, findReceipt, insertCopy } from '../tables/consignments.ts';
import { hasFiles } from '../tables/files.ts';

export interface AcceptDeliveryInput {
  readonly consignmentId: string;
  readonly dispatchId: string;
  /** What the author's perimeter released, as it came. */
  readonly bundle: unknown;
  readonly registerBy?: Date | null;
  readonly expiresAt: Date;
}

/**
 * §7.8, §7.13 Takes a consignment in: checks what came, whose files came before it, keeps it as pending and seals a receipt. The same consignment again gets the first
 * receipt, and what was done with it is told again: the exchange may have lost both. Throws `SIGNATURE_INVALID` or `BAD_INPUT` for what cannot be taken, `CONSIGNMENT_CLOSED` for what was given up,
 * `FILES_MISSING` where a file has not come.
 */
export const acceptDelivery: Command<AcceptDeliveryInput, { readonly receipt: SealedReceipt }> = async (perimeter, input, context) => {
  requireRole(context, 'exchange');
  const consignmentId = parseConsignmentId(input.consignmentId);
  const dispatchId = parseDispatchId(input.dispatchId);
  const institution = institutionOf(consignmentId);
  await requireServed(perimeter.members, institution);
  const bundle = parseBundle(input.bundle);
  if (institutionOf(dispatchId) !== bundle.signed.institution)
    throw new Refusal('BAD_INPUT', 'The dispatch is not of the author institution.');
  const digest = await verifyBundle(perimeter.directory, bundle);
  if (!(await hasFiles(perimeter.db, institution, bundle.signed.files ?? []))) throw new Refusal('FILES_MISSING');
  const receivedAt = context.now.toISOString();
  const claims: ReceiptClaims = { consignmentId, dispatchId, documentId: bundle.signed.documentId, institution, digest, receivedAt };
  const receipt = await perimeter.seals.sealReceipt(claims);
  const isFirst = await insertCopy(perimeter.db, { bundle, receipt, registerBy: input.registerBy ?? null, expiresAt: input.expiresAt });
  if (isFirst) return { receipt };
  const earlier = await findReceipt(perimeter.db, consignmentId);
  if (earlier?.copy === 'CLOSED') throw new Refusal('CONSIGNMENT_CLOSED');
  await tellAgain(perimeter.db, consignmentId);
  return { receipt: earlier?.receipt ?? receipt };
};

/** Who delivers again what was registered or refused long ago does not know of it: its database was put back to a backup. */
async function tellAgain(db: Perimeter['db'], id: ConsignmentId): Promise<void> {
  const [consignment] = await findConsignments(db, [id]);
  if (consignment === undefined || consignment.state === 'DELIVERED') return;
  const act = { ...actOf('acceptDelivery', null), institution: consignment.institution };
  await transact(db, act, async ({ emit }) => emit(intakeEvent(consignment)));
}
