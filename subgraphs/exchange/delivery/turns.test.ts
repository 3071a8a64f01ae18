import { setTimeout as pause } from 'node:timers/promises';
import { type ConsignmentId, parseConsignmentId, parseInstitutionCode } from '@chancery/domain';
import { sqlTransaction } from '@chancery/kernel';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migratedDatabase } from '../../../tests/kit/databases.ts';
import { until } from '../../../tests/kit/sentToFinance.ts';
import { exchange } from '../index.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { type DeliverJob, Jobs } from './jobs.ts';

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
  jobs = new Jobs(url, { deliver, noteClosure: async () => undefined, askAgain: async () => undefined }, (code) => code);
  await jobs.start({ held: false });
});
afterAll(async () => {
  await jobs.stop();
  await db.$disconnect();
});

it('what is on its way the first time does not wait for what was tried before, however many perimeters hang', async () => {
  const tried = away.flatMap((code) => Array.from({ length: 100 }, () => job(code, 3)));
  await sqlTransaction(db, (tx) => jobs.deliver(tx, tried));
  jobs.nudge();
  await until(() => done.length > 0);
  const first = job('JUS', 0);
  await sqlTransaction(db, (tx) => jobs.deliver(tx, [first]));
  jobs.nudge();

  await until(() => done.includes(first.consignmentId), 1_500);
  expect(done.length).toBeLessThan(tried.length / 2);
});

const job = (code: string, failures: number): DeliverJob => {
  const recipient = parseInstitutionCode(code);
  return { consignmentId: parseConsignmentId(`${code}:${ulid()}`), recipient, failures, traceparent: null };
};
