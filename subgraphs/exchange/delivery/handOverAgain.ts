import { invariant } from '@chancery/domain';
import { actOf, transact } from '@chancery/kernel';
import { attributes, type SpanHandle } from '@chancery/observability';
import { Unreachable } from '@chancery/trust';
import { standing } from '../events.ts';
import type { Exchange } from '../exchange.ts';
import type { ConsignmentRow } from '../rows.ts';
import { type BegunRow, beginAttempt, endAgain, keepReceipt } from './attempts.ts';
import { lockConsignment } from './closing.ts';
import { type HandedOver, handOver } from './handOver.ts';
import { type HeldHand, waitsForHands } from './handsForFiles.ts';
import type { DeliverJob } from './jobs.ts';
import { settle } from './settle.ts';

const act = () => actOf('deliverConsignmentAgain', null);

/**
 * Hands over again what is delivered, because its recipient has no copy of it any more, as after a backup of its database was put back. How the consignment
 * stands and its receipt stay as they are, for they are proved: this is one more attempt, with the receipt that the recipient gives then. Throws where it
 * came to nothing; the job comes again. §7.14
 */
export async function handOverAgain(
  exchange: Exchange,
  about: { readonly job: DeliverJob; readonly row: ConsignmentRow; readonly held: HeldHand },
  span: SpanHandle,
  stopped: AbortSignal,
): Promise<void> {
  const begun = await begin(exchange, about);
  if (begun === null) return exchange.jobs.nudge();
  span.set(attributes.attempt, begun.attempt);
  const handedOver = await handOver(exchange, begun, span, stopped);
  span.set(attributes.outcome, handedOver.outcome);
  await conclude(exchange, begun, handedOver);
  if (handedOver.outcome === 'UNREACHABLE') throw new Unreachable(begun.recipient, 'no connection');
  if (handedOver.outcome === 'REJECTED') throw new Error(`${begun.recipient} has no copy of ${begun.id} and takes none`);
  await settle(exchange, begun);
}

/** Answers null where it is for those who carry files, or waits for them. */
function begin(
  exchange: Exchange,
  { job, row, held }: { readonly job: DeliverJob; readonly row: ConsignmentRow; readonly held: HeldHand },
): Promise<BegunRow | null> {
  return transact(exchange.db, act(), async ({ tx }) => {
    const locked = await lockConsignment(tx, row.id);
    invariant(locked?.deliveredAt, 'what is handed over again was delivered');
    if ((await waitsForHands(exchange, tx, { job, row: locked, held })) !== null) return null;
    return beginAttempt(tx, locked, new Date());
  });
}

/** Nothing changes that followers know of the consignment; that it was handed over again is on record (§10.1). */
function conclude({ db }: Exchange, row: ConsignmentRow, handedOver: HandedOver): Promise<void> {
  return transact(db, act(), async ({ tx, emit }) => {
    const receipt = handedOver.outcome === 'DELIVERED' ? handedOver.receipt : null;
    const counts = await endAgain(tx, row, { outcome: handedOver.outcome, receipt }, new Date());
    if (!counts || receipt === null) return;
    await keepReceipt(tx, row, receipt);
    emit(standing(row));
  });
}
