import type { ConsignmentRow } from '../rows.ts';

/**
 * What a job has to do about a consignment as it finds it: hand it over, give it up at its deadline, tell the recipient that the delivery
 * is committed, take back a copy that may stand at the recipient, or nothing, because another job took over or nothing is left to do.
 */
export type Step = 'attempt' | 'expire' | 'confirm' | 'recall' | 'nothing';

/**
 * Chooses the step from the state alone, so that a job may be run again after any crash.
 * `failures` is how many failed attempts the job was made after: one that was made for an earlier number is stale.
 */
export function nextStep(row: Pick<ConsignmentRow, 'state' | 'attempt' | 'failures' | 'expiresAt'>, failures: number, now: Date): Step {
  switch (row.state) {
    case 'ACCEPTED':
    case 'IN_TRANSIT':
      if (row.expiresAt <= now) return 'expire';
      return row.failures === failures ? 'attempt' : 'nothing';
    case 'DELIVERED':
    case 'REGISTERED':
    case 'REFUSED':
      return 'confirm';
    case 'EXPIRED':
    case 'WITHDRAWN':
      return row.attempt > 0 ? 'recall' : 'nothing';
  }
}
