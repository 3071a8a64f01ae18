import { exchange } from '@chancery/exchange';
import { type RunningService, type ServiceConfig, startService } from '@chancery/kernel';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { migratedDatabase } from './databases.ts';
import { directoryMigrations, type ExchangeWorld, exchangeWorld } from './exchangeWorld.ts';

/** What all tests of a file share, once its hooks have run. */
export let world: ExchangeWorld;
export let service: RunningService;

/** Starts an exchange among perimeters of strangers for a file, and closes it after its last test. No perimeter keeps a mood from one test to the next. */
export function exchangeOfFile(): void {
  beforeAll(async () => {
    const [directoryUrl, exchangeUrl] = await Promise.all([migratedDatabase(directoryMigrations), migratedDatabase(exchange.migrations)]);
    world = await exchangeWorld({ directory: directoryUrl, exchange: exchangeUrl });
    service = await startService(exchange, world.exchange);
  });
  afterEach(() => {
    for (const perimeter of Object.values(world.perimeters)) {
      perimeter.moods.clear();
      perimeter.moodsAbout.clear();
      perimeter.beforeReceiving = async () => undefined;
    }
  });
  afterAll(async () => {
    await service.close();
    await world.close();
  });
}

/** Ends the exchange, and starts it again where it was; answers what was done meanwhile. */
export async function startedAgain<Done>(meanwhile: () => Done | Promise<Done>, more: Partial<ServiceConfig> = {}): Promise<Done> {
  await service.close();
  const done = await meanwhile();
  service = await startService(exchange, { ...world.exchange, ...more });
  return done;
}
