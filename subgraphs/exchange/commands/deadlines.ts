import { deadlineForDelivery, deadlineForRegistering, lastDeadlineForDelivery, Refusal, type RegulationRules } from '@chancery/domain';

/** How far ahead recipients may be asked to have registered it. §7.4 */
export const LONGEST_MS = 30 * 24 * 3_600_000;

export interface Deadlines {
  /** When delivery is given up. */
  readonly expiresAt: Date;
  /** When the recipients are asked to have registered it. */
  readonly registerBy: Date;
}

/** The deadlines of a dispatch, those of the regulation where it names none; throws `DEADLINE_IN_THE_PAST` or `DEADLINE_TOO_FAR`. §7.4, §11.1 */
export function deadlinesOf(
  asked: { readonly expiresAt?: Date | null; readonly registerBy?: Date | null },
  rules: Pick<RegulationRules, 'deadlines'>,
  now: Date,
): Deadlines {
  const expiresAt = asked.expiresAt ?? deadlineForDelivery(rules, now);
  const registerBy = asked.registerBy ?? deadlineForRegistering(rules, now);
  requireBetween(now, expiresAt, lastDeadlineForDelivery(rules, now));
  requireBetween(now, registerBy, new Date(now.getTime() + LONGEST_MS));
  return { expiresAt, registerBy };
}

function requireBetween(now: Date, deadline: Date, last: Date): void {
  if (deadline <= now) throw new Refusal('DEADLINE_IN_THE_PAST');
  if (deadline > last) throw new Refusal('DEADLINE_TOO_FAR');
}
