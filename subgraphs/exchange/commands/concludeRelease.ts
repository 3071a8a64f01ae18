import { institutionOf, parseDispatchId, Refusal } from '@chancery/domain';
import { type CallContext, requireRole } from '@chancery/kernel';
import type { Exchange } from '../exchange.ts';
import { noteVoid } from './dispatchIds.ts';
import { serves } from './serves.ts';

/**
 * Tells the author's perimeter whether a release became a dispatch; from then on it never will if it has not, so that only one of the two takes place. §7.6
 */
export async function concludeRelease(
  { db, directory }: Exchange,
  context: CallContext,
  input: { readonly dispatchId: string },
): Promise<{ readonly dispatched: boolean }> {
  requireRole(context, 'perimeter');
  const id = parseDispatchId(input.dispatchId);
  if (!(await serves(directory, context.mandate, institutionOf(id)))) throw new Refusal('DISPATCH_NOT_FOUND');
  await noteVoid(db, id);
  const [row] = await db.$queryRaw<{ status: string }[]>`SELECT status FROM dispatch WHERE id = ${id}`;
  return { dispatched: row?.status === 'LIVE' };
}
