import { Refusal, type SealedReceipt } from '@chancery/domain';
import type { SpanHandle } from '@chancery/observability';
import { Unreachable } from '@chancery/trust';
import type { Exchange } from '../exchange.ts';
import type { AttemptOutcome } from '../rows.ts';
import type { BegunRow } from './attempts.ts';
import { patience, within } from './patience.ts';
import { verifiedReceipt } from './receipts.ts';

const acceptDelivery = 'mutation AcceptDelivery($input: AcceptDeliveryInput!) { acceptDelivery(input: $input) { receipt } }';

/** What came of handing a consignment over. */
export type HandedOver =
  | { readonly outcome: 'DELIVERED'; readonly receipt: SealedReceipt }
  | { readonly outcome: Extract<AttemptOutcome, 'UNREACHABLE' | 'REJECTED'> };

/**
 * Hands a consignment to its recipient's perimeter, its files first (§7.13), which keeps a copy as pending and seals a receipt. What it refuses, and a receipt that
 * does not verify, are a rejected attempt: the recipient may be mended before the deadline. §7.8
 */
export async function handOver(exchange: Exchange, row: BegunRow, span: SpanHandle): Promise<HandedOver> {
  try {
    return await within('handOver', () => offer(exchange, row));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    span.refuse(error instanceof Refusal ? error.code : 'INSTITUTION_UNAVAILABLE');
    if (error instanceof Unreachable) return { outcome: 'UNREACHABLE' };
    return { outcome: error.code === 'SERVICE_UNAVAILABLE' ? 'UNREACHABLE' : 'REJECTED' };
  }
}

async function offer({ client, directory, files }: Exchange, row: BegunRow): Promise<HandedOver> {
  const recipient = await directory.findInstitution(row.recipient);
  if (recipient === undefined) return { outcome: 'UNREACHABLE' };
  await files.bring(row);
  const input = {
    consignmentId: row.id,
    dispatchId: row.dispatchId,
    bundle: row.bundle,
    registerBy: row.registerBy,
    expiresAt: row.expiresAt,
  };
  const options = { timeoutMs: patience.handOver };
  const answer = await client.ask<{ acceptDelivery: { receipt: unknown } | null }>(recipient.server, acceptDelivery, { input }, options);
  const receipt = await verifiedReceipt(directory, answer.acceptDelivery?.receipt, row);
  return receipt === null ? { outcome: 'REJECTED' } : { outcome: 'DELIVERED', receipt };
}
