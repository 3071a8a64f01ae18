import type { Exchange } from '../exchange.ts';
import type { ConsignmentRow } from '../rows.ts';
import { patience, within } from './patience.ts';

const settleDelivery = 'mutation SettleDelivery($input: SettleDeliveryInput!) { settleDelivery(input: $input) { settled } }';

/**
 * Tells the recipient's perimeter what became of the copy that it keeps as pending: delivered, so that it may act on it, or closed, so that it
 * keeps no more than a tombstone. Throws where it does not answer, and where its copy does not stand so then; the job comes again. §7.8
 */
export async function settle(exchange: Pick<Exchange, 'client' | 'directory'>, row: ConsignmentRow): Promise<void> {
  if (!(await isSettled(exchange, row)))
    throw new Error(`the copy of ${row.id} at ${row.recipient} is not settled as ${row.deliveredAt === null ? 'closed' : 'delivered'}`);
}

/** The same, and answers whether the copy stands so then: of what is delivered there may be none any more. Throws where it does not answer. */
export function isSettled(
  { client, directory }: Pick<Exchange, 'client' | 'directory'>,
  { id, recipient, deliveredAt, closedAt }: ConsignmentRow,
): Promise<boolean> {
  const input = { consignmentId: id, delivered: deliveredAt !== null, at: deliveredAt ?? closedAt };
  return within('settle', async () => {
    const entry = await directory.findInstitution(recipient);
    if (entry === undefined) throw new Error('a recipient is in the directory');
    const answer = await client.ask<Settled>(entry.server, settleDelivery, { input }, { timeoutMs: patience.settle });
    return answer.settleDelivery?.settled === true;
  });
}

interface Settled {
  readonly settleDelivery: { readonly settled: boolean | null } | null;
}
