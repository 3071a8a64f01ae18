import { Refusal, type SealedReceipt } from '@chancery/domain';
import type { SpanHandle } from '@chancery/observability';
import { Unreachable } from '@chancery/trust';
import type { Exchange } from '../exchange.ts';
import type { AttemptOutcome } from '../rows.ts';
import type { BegunRow } from './attempts.ts';
import { bringFiles } from './bringFiles.ts';
import { patience, within } from './patience.ts';
import { verifiedReceipt } from './receipts.ts';

const acceptDelivery = 'mutation AcceptDelivery($input: AcceptDeliveryInput!) { acceptDelivery(input: $input) { receipt } }';

/** What came of handing a consignment over. */
export type HandedOver =
  | { readonly outcome: 'DELIVERED'; readonly receipt: SealedReceipt }
  | { readonly outcome: Extract<AttemptOutcome, 'UNREACHABLE' | 'REJECTED'> };

/**
 * Hands a consignment to its recipient's perimeter, its files first and in their own time (§7.13), which keeps a copy as pending and seals a receipt. What it refuses, and a receipt that
 * does not verify, are a rejected attempt: the recipient may be mended before the deadline. §7.8
 */
export async function handOver(exchange: Exchange, row: BegunRow, span: SpanHandle, stopped: AbortSignal): Promise<HandedOver> {
  try {
    if (!(await bringFiles(exchange, row, stopped))) return { outcome: 'UNREACHABLE' };
    return await within('handOver', () => offer(exchange, row));
  } catch (error) {
    // Stopped by us, it says nothing of the recipient: the attempt was interrupted.
    if (stopped.aborted) throw error;
    if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    span.refuse(error instanceof Refusal ? error.code : 'INSTITUTION_UNAVAILABLE');
    if (error instanceof Unreachable) return { outcome: 'UNREACHABLE' };
    return { outcome: error.code === 'SERVICE_UNAVAILABLE' ? 'UNREACHABLE' : 'REJECTED' };
  }
}

async function offer({ client, directory }: Exchange, row: BegunRow): Promise<HandedOver> {
  const recipient = await directory.findInstitution(row.recipient);
  if (recipient === undefined) return { outcome: 'UNREACHABLE' };
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
