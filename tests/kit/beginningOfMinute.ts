import { setTimeout as pause } from 'node:timers/promises';

/** A minute that ends in the middle of a test would give new budgets: waits where it is about to. */
export async function beginningOfMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 12_000) await pause(left + 50);
}
