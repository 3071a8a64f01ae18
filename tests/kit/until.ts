import { setTimeout as pause } from 'node:timers/promises';

/** Waits for something to come to pass; throws when it has not within a time, in milliseconds. */
export async function until(claim: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(20)) if (await claim()) return;
  throw new Error('it did not come to pass');
}
