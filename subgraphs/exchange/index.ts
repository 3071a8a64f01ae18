import { readFileSync } from 'node:fs';
import {
  FollowedSources,
  Follower,
  openPrisma,
  type Parts,
  reportFault,
  requireTokens,
  type ServiceDefinition,
  type Subgraph,
} from '@chancery/kernel';
import { Transfers } from '@chancery/trust';
import type { Tx } from './database.ts';
import { askAgain } from './delivery/askAgain.ts';
import { type AskAgainJob, askingForAll, askingSince } from './delivery/askAgainJob.ts';
import { CarryingHands } from './delivery/carryingHands.ts';
import { deliver } from './delivery/deliver.ts';
import { FileCarriers } from './delivery/fileCarriers.ts';
import { areDeliveriesHeld, heldWords } from './delivery/held.ts';
import { type ClosureJob, type DeliverJob, Jobs } from './delivery/jobs.ts';
import { noteClosure } from './delivery/noteClosure.ts';
import type { Exchange } from './exchange.ts';
import { followIntake } from './intake.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { resolversOf } from './resolvers.ts';

/** The exchange: dispatches, consignments, and their way to the recipients. */
export const exchange: ServiceDefinition<PrismaClient> = {
  role: 'exchange',
  migrations: new URL('./prisma/migrations/', import.meta.url),
  open: (url) => openPrisma(PrismaClient, url, { pool: 12 }),
  build,
};

function build({ db, client, directory, tokens, config }: Parts<PrismaClient>): Subgraph {
  const handlers = {
    deliver: (job: DeliverJob, stopped: AbortSignal) => deliver(parts, job, stopped),
    noteClosure: (job: ClosureJob) => noteClosure(parts, job),
    askAgain: (job: AskAgainJob) => askAgain(parts, job),
  };
  const held = areDeliveriesHeld(config.environment ?? {});
  const jobs = new Jobs(config.databaseUrl, handlers, (code) => directory.institution(code)?.server ?? code);
  const transfers = new Transfers(config.identity, config.registry);
  const files = new FileCarriers(transfers, directory);
  const parts: Exchange = { db, client, directory, tokens: requireTokens({ tokens, config }), jobs, files, hands: new CarryingHands() };
  const followers = new FollowedSources(
    config.registry,
    ['perimeter'],
    ({ name }) =>
      new Follower({
        db,
        client,
        source: name,
        handle: (tx: Tx, events) => followIntake(tx, directory, name, events),
        // What it did stays as it is known: only what it has lost is brought again.
        forget: (tx: Tx) => jobs.askAgain(tx, askingForAll(name)),
        foundAgain: (tx: Tx, knownAt) => jobs.askAgain(tx, askingSince(name, knownAt)),
      }),
  );
  return {
    typeDefs: [readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')],
    resolvers: resolversOf(parts),
    async start() {
      await jobs.start({ held });
      if (held) reportFault('deliveries', heldWords);
      followers.start();
    },
    async stop() {
      await Promise.all([jobs.stop(), followers.stop()]);
      transfers.close();
    },
  };
}
