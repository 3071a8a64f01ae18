import type { DirectoryCopy, ServiceClient } from '@chancery/trust';
import type { Jobs } from './delivery/jobs.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';

/** What the exchange's commands and deliveries work with. */
export interface Exchange {
  readonly db: PrismaClient;
  readonly client: ServiceClient;
  readonly directory: DirectoryCopy;
  readonly jobs: Jobs;
}

/** One of the exchange's own transactions, or its database outside of any. */
export type Tx = Prisma.TransactionClient;
