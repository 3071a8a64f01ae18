import { type Bundle, type Caller, type DispatchId, parseDispatchId, Refusal } from '@chancery/domain';
import { type CallContext, callerOf, command, requireOwnRequest } from '@chancery/kernel';
import { Unreachable } from '@chancery/trust';
import type { Tx } from '../database.ts';
import { standing } from '../events.ts';
import type { Exchange } from '../exchange.ts';
import type { ConsignmentRow } from '../rows.ts';
import { chooseDispatchId, consignmentIds, noteVoid } from './dispatchIds.ts';
import { type DispatchDocumentInput, type DispatchPlan, planDispatch } from './plan.ts';
import { release } from './release.ts';

/**
 * Sends a registered document: one dispatch, one consignment for each addressee, and their deliveries, all or nothing. §7
 * The perimeter is asked before the transaction begins, so that one that does not answer holds no connection; what it refuses is put on record like any refusal.
 */
export async function dispatchDocument(exchange: Exchange, context: CallContext, input: DispatchDocumentInput): Promise<DispatchId> {
  const released = await releaseFor(exchange, context, input).catch(asRefusal);
  const call = { name: 'dispatchDocument', input };
  const answer = await command(exchange.db, context, call, async ({ tx, caller, now, emit }) => {
    if (released instanceof Refusal) throw released;
    const rows = await write(tx, caller, released, now);
    for (const row of rows) emit(standing(row));
    await exchange.jobs.deliver(
      tx,
      rows.map(({ id, recipient }) => ({ consignmentId: id, recipient, failures: 0, traceparent: null })),
    );
    return { dispatchId: released.id };
  });
  exchange.jobs.nudge();
  return parseDispatchId(answer.dispatchId);
}

/** A dispatch that the author's perimeter has let go; without plan and bundle when it has taken place before. */
interface Released {
  readonly id: DispatchId;
  readonly letGo: { readonly plan: DispatchPlan; readonly bundle: Bundle } | null;
}

async function releaseFor(exchange: Exchange, context: CallContext, input: DispatchDocumentInput): Promise<Released> {
  const caller = callerOf(context);
  await requireOwnRequest(exchange.db, context, { name: 'dispatchDocument', input });
  const { id, dispatched } = await chooseDispatchId(exchange.db, caller, input.requestId ?? null);
  if (dispatched) return { id, letGo: null };
  const plan = await planDispatch(exchange, caller, input, context.now);
  const bundle = await release(exchange, context, { dispatchId: id, documentId: plan.documentId, to: plan.to }).catch(
    async (error: unknown) => {
      // Its author knows that it was given up, and this exchange does no longer, since a backup was put back: a repeat takes the next one.
      if (error instanceof Refusal && error.code === 'RELEASE_VOID') await noteVoid(exchange.db, id);
      throw error;
    },
  );
  return { id, letGo: { plan, bundle } };
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Unreachable) return error.toRefusal();
  throw error;
}

async function write(tx: Tx, caller: Caller, { id, letGo }: Released, now: Date): Promise<readonly ConsignmentRow[]> {
  // Who repeats a dispatch that took place gets its kept answer and never comes here; its request was another one's.
  if (letGo === null) throw new Refusal('REQUEST_ID_REUSED');
  const { plan, bundle } = letGo;
  const { documentId, inReplyTo, registerBy, expiresAt, to } = plan;
  const written = await tx.$executeRaw`
    INSERT INTO dispatch (id, status, document_id, sender, dispatched_at, dispatched_by, register_by, in_reply_to, bundle)
    VALUES (${id}, 'LIVE', ${documentId}, ${caller.institution}, ${now}, ${caller.official}, ${registerBy}, ${inReplyTo}, ${JSON.stringify(bundle)}::jsonb)
    ON CONFLICT (id) DO NOTHING`;
  if (written === 0) throw new Refusal('RELEASE_VOID');
  const { access, documentDate } = bundle.signed;
  const consignmentIdOf = consignmentIds(id, bundle.signed);
  const rows = to.map((recipient) => {
    const parties = {
      id: consignmentIdOf(recipient),
      dispatchId: id,
      documentId,
      sender: caller.institution,
      recipient,
    };
    return { ...parties, access, documentDate, acceptedAt: now, expiresAt, registerBy, ...beginning };
  });
  await tx.$executeRaw`
    INSERT INTO consignment (id, dispatch_id, document_id, sender, recipient, access, document_date, state, revision, accepted_at, expires_at, register_by)
    SELECT r.id, ${id}, ${documentId}, ${caller.institution}, r.recipient, ${access}, ${documentDate}::date, 'ACCEPTED', 1, ${now}, ${expiresAt}, ${registerBy}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id text, recipient text)`;
  return rows;
}

const beginning = {
  state: 'ACCEPTED',
  revision: 1,
  attempt: 0,
  failures: 0,
  deliveredAt: null,
  receipt: null,
  closedAt: null,
  withdrawnReason: null,
} as const;
