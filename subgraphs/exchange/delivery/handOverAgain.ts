import { invariant } from '@chancery/domain';
import { actOf, transact } from '@chancery/kernel';
import { attributes, type SpanHandle } from '@chancery/observability';
import { Unreachable } from '@chancery/trust';
import { standing } from '../events.ts';
import type { Exchange } from '../exchange.ts';
import type { ConsignmentRow } from '../rows.ts';
import { type BegunRow, beginAttempt, deliveredSince, endAgain, keepReceipt } from './attempts.ts';
import { lockConsignment } from './closing.ts';
import { type HandedOver, handOver } from './handOver.ts';
import { type HeldHand, waitsForHands } from './handsForFiles.ts';
import type { DeliverJob } from './jobs.ts';
import { isSettled, settle } from './settle.ts';

/** So often within a day one consignment is handed over: whoever takes it each time, and has it never, makes no work without end. */
const MOST_A_DAY = 10;
const DAY_MS = 86_400_000;

const act = () => actOf('deliverConsignmentAgain', null);

/**
 * Hands over again what is delivered, because its recipient has no copy of it any more, as after a backup of its database was put back, or because its receipt
 * never came: it was heard to be registered first. How the consignment stands and its receipt stay as they are, for they are proved: this is one more attempt,
 * with the receipt that the recipient gives then. Who has it by now is given it no more. Throws where it came to nothing; the job comes again. §7.14
 */
export async function handOverAgain(exchange: Exchange, about: Again, span: SpanHandle, stopped: AbortSignal): Promise<void> {
  if (await waits(exchange, about)) return exchange.jobs.nudge();
  if (about.row.receipt !== null && (await isSettled(exchange, about.row))) return;
  const begun = await begin(exchange, about);
  span.set(attributes.attempt, begun.attempt);
  const handedOver = await handOver(exchange, begun, span, stopped);
  span.set(attributes.outcome, handedOver.outcome);
  await conclude(exchange, begun, handedOver);
  if (handedOver.outcome === 'UNREACHABLE') throw new Unreachable(begun.recipient, 'no connection');
  if (handedOver.outcome === 'REJECTED') throw new Error(`${begun.recipient} has no copy of ${begun.id} and takes none`);
  await settle(exchange, begun);
}

interface Again {
  readonly job: DeliverJob;
  readonly row: ConsignmentRow;
  readonly held: HeldHand;
}

/** Whether it is for those who carry files, or waits for them. */
async function waits(exchange: Exchange, about: Again): Promise<boolean> {
  return (await transact(exchange.db, act(), ({ tx }) => waitsForHands(exchange, tx, about))) !== null;
}

function begin({ db }: Exchange, { row: { id, recipient } }: Again): Promise<BegunRow> {
  return transact(db, act(), async ({ tx }) => {
    const row = await lockConsignment(tx, id);
    invariant(row?.deliveredAt, 'what is handed over again was delivered');
    const now = new Date();
    if ((await deliveredSince(tx, row, new Date(now.getTime() - DAY_MS))) >= MOST_A_DAY)
      throw new Error(`${recipient} has taken ${id} ${MOST_A_DAY} times within a day, and has no copy: it is handed over no more today`);
    return beginAttempt(tx, row, now);
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
