const SECOND_MS = 1_000;
/** The longest pause between two attempts, in milliseconds. */
export const LONGEST_PAUSE_MS = 300 * SECOND_MS;

/** How long to wait after so many failed attempts, in milliseconds: 1 s, 2 s, 4 s … at most 5 minutes. §7.8 */
export const nextPause = (failures: number): number => Math.min(SECOND_MS * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE_MS);

/** When the next attempt comes; the last one falls on the deadline itself, and gives up. */
export const nextAttemptAt = (failures: number, now: Date, expiresAt: Date): Date =>
  new Date(Math.min(now.getTime() + nextPause(failures), expiresAt.getTime()));
