import { type Caller, type ConsignmentId, mayReadConsignment, parseConsignmentId } from '@chancery/domain';
import { type CallContext, callerOf } from '@chancery/kernel';
import { loadersOf } from '../loaders.ts';
import type { Perimeter } from '../perimeter.ts';
import type { ReceivedConsignment } from '../received.ts';
import { orError, orThrow, servedRows } from './servedRows.ts';

/** What a caller may see of the recipient's part of a consignment. What it may not see, and what is not there, is left out. */
export interface ConsignmentView extends Partial<ReceivedConsignmentFields> {
  readonly id: ConsignmentId;
  /** Whether the recipient itself asks: its copy, resolution and case file are for nobody else. */
  readonly isRecipients: boolean;
}

type ReceivedConsignmentFields = Omit<ReceivedConsignment, 'id' | 'copy'>;

/**
 * §3.2, §3.4 The recipient's part of a consignment: the recipient sees all of it, the sender its business answer (number, time, refusal),
 * anybody else nothing. Whether a consignment exists is the exchange's to say, so nothing is refused here.
 */
export async function readConsignment(perimeter: Perimeter, context: CallContext, id: unknown): Promise<ConsignmentView> {
  return orThrow((await readConsignments(perimeter, context, [id]))[0]);
}

/** The same of several, in the order of their ids; what is thrown for one stands in its place. */
export async function readConsignments(
  perimeter: Perimeter,
  context: CallContext,
  ids: readonly unknown[],
): Promise<readonly (ConsignmentView | Error)[]> {
  const rows = await servedRows(perimeter.members, ids, parseConsignmentId, loadersOf(perimeter, context).consignments);
  return rows.map((each) => {
    if (each instanceof Error) return each;
    const { id, row } = each;
    return row === undefined ? { id, isRecipients: false } : orError(() => viewFor(callerOf(context), row));
  });
}

/** A consignment as this caller sees it. */
export function viewFor(caller: Caller, consignment: ReceivedConsignment): ConsignmentView {
  const { id, sender, institution, access, copy, ...fields } = consignment;
  const mayRead = copy === 'IN_INBOX' && mayReadConsignment(caller, { from: sender, to: institution, access });
  if (!mayRead) return { id, isRecipients: false };
  if (caller.institution === institution) return { id, sender, institution, access, ...fields, isRecipients: true };
  const { state, incomingNumber, registeredAt, refusedReason, refusedNote, refusedAt, refusedBy } = fields;
  return { id, state, incomingNumber, registeredAt, refusedReason, refusedNote, refusedAt, refusedBy, isRecipients: false };
}
