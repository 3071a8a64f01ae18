import {
  type Caller,
  type ConsignmentId,
  mayReadConsignment,
  parseConsignmentId,
  parseDispatchId,
  parseDocumentId,
  Refusal,
} from '@chancery/domain';
import { type CallContext, callerOf } from '@chancery/kernel';
import type { PrismaClient } from '../prisma/client/client.ts';
import type { ConsignmentRow, DispatchRow } from '../rows.ts';
import { loadersOf } from './loaders.ts';

/** Whether an official may know of a consignment. §3.2 */
export const mayKnow = (caller: Caller, { sender, recipient, access }: ConsignmentRow): boolean =>
  mayReadConsignment(caller, { from: sender, to: recipient, access });

/** A consignment that the caller may know of; `CONSIGNMENT_NOT_FOUND` is the same for one that is not, and one that is not his to know. */
export async function findConsignment(db: PrismaClient, context: CallContext, id: string): Promise<ConsignmentRow> {
  const row = await readable(db, context, parseConsignmentId(id));
  if (row === null) throw new Refusal('CONSIGNMENT_NOT_FOUND');
  return row;
}

/** The consignment that a dispatch answers, where the caller may know of it. */
export async function answered(db: PrismaClient, context: CallContext, { inReplyTo }: DispatchRow): Promise<ConsignmentRow | null> {
  return inReplyTo === null ? null : readable(db, context, inReplyTo);
}

/** A dispatch that the caller sent or received; throws `DISPATCH_NOT_FOUND`. §3.2 */
export async function findDispatch(db: PrismaClient, context: CallContext, id: string): Promise<DispatchRow> {
  const dispatch = await loadersOf(db, context).dispatch.load(parseDispatchId(id));
  if (dispatch === null || (await consignmentsOfDispatch(db, context, dispatch)).length === 0) throw new Refusal('DISPATCH_NOT_FOUND');
  return dispatch;
}

/** A dispatch of the caller's own institution; throws `DISPATCH_NOT_FOUND`. */
export async function findOwnDispatch(db: PrismaClient, context: CallContext, id: string): Promise<DispatchRow> {
  const dispatch = await findDispatch(db, context, id);
  if (dispatch.sender !== callerOf(context).institution) throw new Refusal('DISPATCH_NOT_FOUND');
  return dispatch;
}

/** Where a dispatch went, as far as the caller may know. */
export async function consignmentsOfDispatch(
  db: PrismaClient,
  context: CallContext,
  { id }: Pick<DispatchRow, 'id'>,
): Promise<readonly ConsignmentRow[]> {
  return known(context, await loadersOf(db, context).consignmentsOfDispatch.load(id));
}

/** Where a document was sent: to its sender all, to a recipient its own, to anyone else nothing. §3.2 */
export async function consignmentsOfDocument(db: PrismaClient, context: CallContext, id: string): Promise<readonly ConsignmentRow[]> {
  return known(context, await loadersOf(db, context).consignmentsOfDocument.load(parseDocumentId(id)));
}

async function readable(db: PrismaClient, context: CallContext, id: ConsignmentId): Promise<ConsignmentRow | null> {
  const row = await loadersOf(db, context).consignment.load(id);
  return row !== null && mayKnow(callerOf(context), row) ? row : null;
}

function known(context: CallContext, rows: readonly ConsignmentRow[]): readonly ConsignmentRow[] {
  const caller = callerOf(context);
  return rows.filter((row) => mayKnow(caller, row));
}
