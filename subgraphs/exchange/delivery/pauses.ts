const SECOND_MS = 1_000;
/** The longest pause between two attempts, in milliseconds. */
export const LONGEST_PAUSE_MS = 300 * SECOND_MS;

/** How long to wait after so many failed attempts, in milliseconds: 1 s, 2 s, 4 s … at most 5 minutes. §7.8 */
export const nextPause = (failures: number): number => Math.min(SECOND_MS * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE_MS);

/**
 * How long the next attempt waits, in milliseconds; the last one falls on the deadline itself, and gives up. Told as a while, it is as long by the
 * clock of the database, which hands the jobs out, as by the one that counts to the deadline.
 */
export const pauseBefore = (failures: number, now: Date, expiresAt: Date): number =>
  Math.max(0, Math.min(nextPause(failures), expiresAt.getTime() - now.getTime()));
