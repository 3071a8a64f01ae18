import type { Queue } from 'pg-boss';
import { longestBringMs } from './bringFiles.ts';
import { longestChainMs } from './patience.ts';

const DAY_S = 86_400;

/** A job waits as long as a delivery may take, and a message that cannot be brought to a perimeter is tried for about as long. */
const patient = {
  retryLimit: 10_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  retentionSeconds: 90 * DAY_S,
  deleteAfterSeconds: 600,
} as const;

/** How often a process says that it still carries files, and after how long a silence it is taken for dead. */
export const beat = { everyMs: 3_000, silenceMs: 10_000 } as const;

/**
 * A job holds one attempt, whose calls end within `expireInSeconds`; one that takes longer is taken for dead and comes back. Carrying files takes as long
 * as bytes move: there a process says that it lives.
 */
export const queues: readonly Queue[] = [
  { name: 'deliver', ...patient, expireInSeconds: secondsOf(longestChainMs) },
  {
    name: 'deliver-files',
    ...patient,
    expireInSeconds: secondsOf(longestBringMs + longestChainMs),
    heartbeatSeconds: beat.silenceMs / 1_000,
  },
  { name: 'note-closure', ...patient, expireInSeconds: secondsOf(longestChainMs) },
  { name: 'ask-again', ...patient, expireInSeconds: secondsOf(longestChainMs) },
];

function secondsOf(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000) + 1;
}
