import { setTimeout as pause } from 'node:timers/promises';
import { type ConsignmentId, parseConsignmentId, parseInstitutionCode } from '@chancery/domain';
import { sqlTransaction, type Transaction } from '@chancery/kernel';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migratedDatabase } from '../../../tests/kit/databases.ts';
import { until } from '../../../tests/kit/until.ts';
import { exchange } from '../index.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { type ClosureJob, type DeliverJob, Jobs } from './jobs.ts';

const HANGS_MS = 250;
const away = ['FIN', 'LIB', 'ARC', 'MUS'];

let db: PrismaClient;
let jobs: Jobs;
const done: ConsignmentId[] = [];

beforeAll(async () => {
  const url = await migratedDatabase(exchange.migrations);
  db = exchange.open(url);
  const deliver = async ({ consignmentId, recipient }: DeliverJob) => {
    if (away.includes(recipient)) await pause(HANGS_MS);
    done.push(consignmentId);
  };
  const noteClosure = async ({ consignmentId, author }: ClosureJob) => {
    if (away.includes(author)) await pause(HANGS_MS);
    done.push(consignmentId);
  };
  jobs = new Jobs(url, { deliver, noteClosure, askAgain: async () => undefined }, (code) => code);
  await jobs.start({ held: false });
});
afterAll(async () => {
  await jobs.stop();
  await db.$disconnect();
});

it('what is on its way the first time does not wait for what was tried before, however many perimeters hang', async () => {
  await goesFirst((tx, made) => jobs.deliver(tx, made.map(job)));
});

it('an author is told of a closure without waiting for those who were told before and hang', async () => {
  await goesFirst((tx, made) => jobs.noteClosures(tx, made.map(closure)));
});

interface Made {
  readonly code: string;
  readonly wasTried: boolean;
  readonly id: ConsignmentId;
}

async function goesFirst(write: (tx: Transaction, made: readonly Made[]) => Promise<void>): Promise<void> {
  done.length = 0;
  const tried = away.flatMap((code) => Array.from({ length: 100 }, () => made(code, true)));
  await sqlTransaction(db, (tx) => write(tx, tried));
  jobs.nudge();
  await until(() => done.length > 0);
  const first = made('JUS', false);
  await sqlTransaction(db, (tx) => write(tx, [first]));
  jobs.nudge();

  await until(() => done.includes(first.id), 1_500);
  expect(done.length).toBeLessThan(tried.length / 2);
}

const made = (code: string, wasTried: boolean): Made => ({ code, wasTried, id: parseConsignmentId(`${code}:${ulid()}`) });
const job = ({ code, wasTried, id }: Made): DeliverJob => {
  return { consignmentId: id, recipient: parseInstitutionCode(code), failures: wasTried ? 3 : 0, traceparent: null };
};
const closure = ({ code, wasTried, id }: Made): ClosureJob => {
  return { consignmentId: id, author: parseInstitutionCode(code), wasTried, traceparent: null };
};
