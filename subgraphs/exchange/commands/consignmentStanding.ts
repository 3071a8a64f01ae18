import { type ConsignmentState, parseConsignmentId, Refusal } from '@chancery/domain';
import { type CallContext, requireRole } from '@chancery/kernel';
import type { Exchange } from '../exchange.ts';
import { serves } from './serves.ts';

export interface Standing {
  readonly state: ConsignmentState;
  readonly deliveredAt: Date | null;
}

/** Tells the recipient's perimeter how a consignment stands; to any other perimeter there is no such consignment. */
export async function consignmentStanding(
  { db, directory }: Exchange,
  context: CallContext,
  input: { readonly consignmentId: string },
): Promise<Standing> {
  requireRole(context, 'perimeter');
  const id = parseConsignmentId(input.consignmentId);
  const [row] = await db.$queryRaw<(Standing & { recipient: string })[]>`
    SELECT state, delivered_at "deliveredAt", recipient FROM consignment WHERE id = ${id}`;
  if (row === undefined || !(await serves(directory, context.mandate, row.recipient))) throw new Refusal('CONSIGNMENT_NOT_FOUND');
  return row;
}
