import { institutionOf, parseConsignmentId } from '@chancery/domain';
import { requireRole } from '@chancery/kernel';
import type { Command } from '../commands/command.ts';
import { requireServed } from '../members.ts';
import { settleCopy } from '../tables/consignments.ts';

export interface SettleDeliveryInput {
  readonly consignmentId: string;
  readonly delivered: boolean;
  readonly at: Date;
}

/**
 * §8.1 The exchange's word on a pending copy: into the inbox, or a tombstone. `settled` says whether the copy is now as the exchange
 * says; one that was never received needs no tombstone.
 */
export const settleDelivery: Command<SettleDeliveryInput, { readonly settled: boolean }> = async (perimeter, input, context) => {
  requireRole(context, 'exchange');
  const id = parseConsignmentId(input.consignmentId);
  await requireServed(perimeter.members, institutionOf(id));
  const copy = await settleCopy(perimeter.db, id, input.delivered, input.at);
  return { settled: copy === (input.delivered ? 'IN_INBOX' : 'CLOSED') || (copy === undefined && !input.delivered) };
};
