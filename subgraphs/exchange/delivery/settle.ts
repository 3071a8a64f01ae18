import type { Exchange } from '../exchange.ts';
import type { ConsignmentRow } from '../rows.ts';

/** How long the recipient's perimeter may take to note it, in milliseconds. */
const PATIENCE_MS = 3_000;

const settleDelivery = 'mutation SettleDelivery($input: SettleDeliveryInput!) { settleDelivery(input: $input) { settled } }';

/**
 * Tells the recipient's perimeter what became of the copy that it keeps as pending: delivered, so that it may act on it, or closed, so that it
 * keeps no more than a tombstone. Throws where it does not answer; then the job comes again. §7.8
 */
export async function settle({ client, directory }: Exchange, { id, recipient, deliveredAt, closedAt }: ConsignmentRow): Promise<void> {
  const entry = await directory.findInstitution(recipient);
  if (entry === undefined) throw new Error('a recipient is in the directory');
  const input = { consignmentId: id, delivered: deliveredAt !== null, at: deliveredAt ?? closedAt };
  await client.ask(entry.server, settleDelivery, { input }, { timeoutMs: PATIENCE_MS });
}
