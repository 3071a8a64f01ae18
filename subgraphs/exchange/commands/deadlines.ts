import { Refusal } from '@chancery/domain';

const HOUR_MS = 3_600_000;
/** How long delivery is tried when the sender does not say. */
const USUAL_MS = 24 * HOUR_MS;
/** How long delivery is tried, and registration asked for, at most. §7.4 */
export const LONGEST_MS = 30 * 24 * HOUR_MS;

export interface Deadlines {
  /** When delivery is given up. */
  readonly expiresAt: Date;
  /** When the recipients are asked to have registered it. */
  readonly registerBy: Date | null;
}

/** The deadlines of a dispatch; throws `DEADLINE_IN_THE_PAST` or `DEADLINE_TOO_FAR`. §7.4 */
export function deadlinesOf(asked: { readonly expiresAt?: Date | null; readonly registerBy?: Date | null }, now: Date): Deadlines {
  const expiresAt = asked.expiresAt ?? new Date(now.getTime() + USUAL_MS);
  const registerBy = asked.registerBy ?? null;
  for (const deadline of [expiresAt, registerBy]) {
    if (deadline === null) continue;
    if (deadline <= now) throw new Refusal('DEADLINE_IN_THE_PAST');
    if (deadline.getTime() - now.getTime() > LONGEST_MS) throw new Refusal('DEADLINE_TOO_FAR');
  }
  return { expiresAt, registerBy };
}
