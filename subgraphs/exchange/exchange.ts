import type { AccessTokens, DirectoryCopy, ServiceClient } from '@chancery/trust';
import type { CarryingHands } from './delivery/carryingHands.ts';
import type { FileCarriers } from './delivery/fileCarriers.ts';
import type { Jobs } from './delivery/jobs.ts';
import type { PrismaClient } from './prisma/client/client.ts';

/** What the exchange's commands and deliveries work with. */
export interface Exchange {
  readonly db: PrismaClient;
  readonly client: ServiceClient;
  readonly directory: DirectoryCopy;
  /** Reads the access tokens of officials who give commands. */
  readonly tokens: Pick<AccessTokens, 'verify'>;
  readonly jobs: Jobs;
  readonly files: Pick<FileCarriers, 'bring'>;
  readonly hands: CarryingHands;
}
