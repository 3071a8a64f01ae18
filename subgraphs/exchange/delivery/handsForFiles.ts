import type { Tx } from '../database.ts';
import type { Exchange } from '../exchange.ts';
import type { ConsignmentRow } from '../rows.ts';
import { carriesFiles } from './attempts.ts';
import type { DeliverJob } from './jobs.ts';

/** A hand that carries files for as long as a job is done. */
export interface HeldHand {
  giveBack?: (() => void) | undefined;
}

/**
 * Passes what carries files on to those who carry them, and lets them wait until one has a hand free: bytes take their time, and nothing small waits
 * for them. Answers null where the attempt may begin, with the hand held that it needs. §7.13
 */
export async function waitsForHands(
  { jobs, hands, directory }: Exchange,
  tx: Tx,
  { job, row, held }: { readonly job: DeliverJob; readonly row: ConsignmentRow; readonly held: HeldHand },
): Promise<'carry' | 'wait' | null> {
  if (job.withFiles !== true) {
    if (!(await carriesFiles(tx, row))) return null;
    await jobs.deliver(tx, [{ ...job, withFiles: true }]);
    return 'carry';
  }
  const [author, recipient] = [row.sender, row.recipient].map((code) => directory.institution(code)?.server ?? code);
  const hand = hands.take(author ?? row.sender, recipient ?? row.recipient);
  if ('lookAgainMs' in hand) {
    await jobs.deliver(tx, [{ ...job, pauseMs: hand.lookAgainMs }]);
    return 'wait';
  }
  held.giveBack = hand.giveBack;
  return null;
}
