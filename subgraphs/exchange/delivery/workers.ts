import type { PgBoss } from 'pg-boss';
import type { JobHandlers } from './jobs.ts';
import { beat } from './queues.ts';
import { QueueWorker } from './queueWorker.ts';

/** Who works through each queue in this process: how many hands, and how many of them for one perimeter. */
export const workersOf = (boss: PgBoss, { deliver, noteClosure, askAgain }: JobHandlers) => [
  new QueueWorker(boss, { queue: 'deliver', hands: 24, handsForOne: 8, run: deliver }),
  // A hand that carries only passes bytes on: many are needed where many perimeters are slow, and cost little.
  new QueueWorker(boss, { queue: 'deliver-files', hands: 48, handsForOne: 8, run: deliver, beat }),
  new QueueWorker(boss, { queue: 'note-closure', hands: 24, handsForOne: 8, run: noteClosure }),
  new QueueWorker(boss, { queue: 'ask-again', hands: 4, handsForOne: 1, run: askAgain }),
];
