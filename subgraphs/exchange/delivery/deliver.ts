import { type ConsignmentId, invariant } from '@chancery/domain';
import { actOf, transact } from '@chancery/kernel';
import { attributes, type SpanHandle, withSpan } from '@chancery/observability';
import { standing } from '../events.ts';
import type { Exchange } from '../exchange.ts';
import { type ConsignmentRow, consignmentColumns } from '../rows.ts';
import { type BegunRow, beginAttempt, endDelivered, endFailed, keepReceipt } from './attempts.ts';
import { closeConsignment, lockConsignment } from './closing.ts';
import { type HandedOver, handOver } from './handOver.ts';
import { handOverAgain } from './handOverAgain.ts';
import { type HeldHand, waitsForHands } from './handsForFiles.ts';
import type { DeliverJob } from './jobs.ts';
import { nextStep, type Step } from './nextStep.ts';
import { pauseBefore } from './pauses.ts';
import { isSettled, settle } from './settle.ts';

/**
 * Brings a consignment one attempt further, in a trace of its own that is linked to the dispatch's. Every step is committed before the next one
 * begins, and the next one is chosen from what is committed: whoever runs the job again after a crash goes on from there. §7.8
 */
export function deliver(exchange: Exchange, job: DeliverJob, stopped: AbortSignal): Promise<void> {
  const known = { [attributes.exchangeId]: job.consignmentId, [attributes.institution]: job.recipient };
  const links = job.traceparent === null ? [] : [job.traceparent];
  return withSpan('deliver consignment', { kind: 'consumer', root: true, links, attributes: known }, async (span) => {
    const held: HeldHand = {};
    try {
      const { step, row } = await takeUp(exchange, job, held);
      span.set(attributes.attempt, row.attempt);
      span.set(attributes.sender, row.sender);
      span.set(attributes.document, row.documentId);
      span.set(attributes.dispatch, row.dispatchId);
      span.set(attributes.step, step);
      if (step === 'attempt') await attempt(exchange, job, row, span, stopped);
      if (step === 'carry') exchange.jobs.nudge();
      if (step === 'confirm') {
        if (job.isLost === true) await handOverAgain(exchange, { job, row, held }, span, stopped);
        else if (row.receipt === null || !(await isSettled(exchange, row))) await passOn(exchange, job);
      }
      if (step === 'recall') await settle(exchange, row);
    } finally {
      held.giveBack?.();
    }
  });
}

type TakenUp =
  | { readonly step: 'attempt'; readonly row: BegunRow }
  | { readonly step: Exclude<Step, 'attempt'> | 'carry' | 'wait'; readonly row: ConsignmentRow };

/** Chooses the step, and begins the attempt, gives up, or passes on to those who carry files, where that is the step. */
function takeUp(exchange: Exchange, job: DeliverJob, held: HeldHand): Promise<TakenUp> {
  const { db, jobs } = exchange;
  const { consignmentId, failures, traceparent } = job;
  return transact(db, actOf('deliverConsignment', null), async ({ tx, emit }) => {
    const row = await lockConsignment(tx, consignmentId);
    invariant(row, 'a delivery is of a consignment');
    const now = new Date();
    const step = nextStep(row, failures, now);
    if (step === 'attempt') {
      const waits = await waitsForHands(exchange, tx, { job, row, held });
      if (waits !== null) return { step: waits, row };
      const begun = await beginAttempt(tx, row, now);
      if (begun.revision !== row.revision) emit(standing(begun));
      return { step, row: begun };
    }
    if (step === 'expire') {
      const expired = await closeConsignment(jobs, tx, row, { state: 'EXPIRED', at: now, reason: null }, traceparent);
      emit(standing(expired));
      return { step, row: expired };
    }
    return { step, row };
  });
}

async function attempt(exchange: Exchange, job: DeliverJob, row: BegunRow, span: SpanHandle, stopped: AbortSignal): Promise<void> {
  const handedOver = await handOver(exchange, row, span, stopped);
  span.set(attributes.outcome, handedOver.outcome);
  const ended = await conclude(exchange, job, row, handedOver);
  const current = ended ?? (await find(exchange, row.id));
  // An attempt that no longer counts may have left a copy at the recipient after it was told that the consignment is closed.
  const isOver = current.deliveredAt !== null || current.closedAt !== null;
  if (isOver) await settle(exchange, current);
}

/** The recipient has no copy of what is delivered, or its receipt has not come: that is a job of its own, in its own time. */
async function passOn({ db, jobs }: Exchange, job: DeliverJob): Promise<void> {
  await transact(db, actOf('deliverConsignment', null), ({ tx }) => jobs.deliver(tx, [{ ...job, isLost: true }]));
  jobs.nudge();
}

/** Commits what came of the attempt, and with it the next one. Answers null where the attempt no longer counts. */
function conclude({ db, jobs }: Exchange, job: DeliverJob, row: ConsignmentRow, handedOver: HandedOver): Promise<ConsignmentRow | null> {
  return transact(db, actOf('deliverConsignment', null), async ({ tx, emit }) => {
    const now = new Date();
    if (handedOver.outcome === 'DELIVERED') {
      const delivered = await endDelivered(tx, row, handedOver.receipt, now);
      if (delivered) emit(standing(delivered));
      else await keepReceipt(tx, row, handedOver.receipt);
      return delivered;
    }
    const failed = await endFailed(tx, row, handedOver.outcome, now);
    if (failed) {
      const { failures, expiresAt } = failed;
      await jobs.deliver(tx, [{ ...job, failures, pauseMs: pauseBefore(failures, now, expiresAt) }]);
    }
    return failed;
  });
}

async function find({ db }: Exchange, id: ConsignmentId): Promise<ConsignmentRow> {
  const [row] = await db.$queryRaw<ConsignmentRow[]>`SELECT ${consignmentColumns} FROM consignment c WHERE c.id = ${id}`;
  invariant(row, 'a consignment is never deleted');
  return row;
}
