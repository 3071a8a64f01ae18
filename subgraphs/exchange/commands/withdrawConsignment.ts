import { after, cleanText, consignmentMoves, parseConsignmentId, Refusal, textLimits } from '@chancery/domain';
import { type CallContext, command } from '@chancery/kernel';
import { requireDutyFor } from '@chancery/policy';
import { closeConsignment, lockConsignment } from '../delivery/closing.ts';
import { standing } from '../events.ts';
import type { Exchange } from '../exchange.ts';
import { mayKnow } from '../reading/consignments.ts';

export interface WithdrawConsignmentInput {
  readonly consignmentId: string;
  readonly reason: string;
  readonly requestId?: string | null;
}

/**
 * Calls a consignment back while it is not delivered. The row is locked: either this or the delivery comes first, never both.
 * The author's perimeter is told, and the recipient's, where a copy may already stand. §7.7
 */
export async function withdrawConsignment(exchange: Exchange, context: CallContext, input: WithdrawConsignmentInput): Promise<string> {
  const call = { name: 'withdrawConsignment', input };
  const answer = await command(exchange.db, context, call, async ({ tx, caller, now, emit }) => {
    requireDutyFor(caller, 'withdrawConsignment');
    const id = parseConsignmentId(input.consignmentId);
    const reason = reasonOf(input);
    const row = await lockConsignment(tx, id);
    if (row === null || !mayKnow(caller, row)) throw new Refusal('CONSIGNMENT_NOT_FOUND');
    if (row.sender !== caller.institution) throw new Refusal('NOT_THE_SENDER');
    after(consignmentMoves.withdraw, row.state);
    const closed = await closeConsignment(exchange.jobs, tx, row, { state: 'WITHDRAWN', at: now, reason }, null);
    emit(standing(closed));
    return { consignmentId: id };
  });
  exchange.jobs.nudge();
  return answer.consignmentId;
}

/** A note of several lines that says something, 2,000 characters at most. */
function reasonOf({ reason }: WithdrawConsignmentInput): string {
  const note = cleanText('reason', reason, textLimits.note).trim();
  if (note === '') throw new Refusal('BAD_INPUT', 'reason is empty.');
  return note;
}
