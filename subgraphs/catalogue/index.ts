import { readFileSync } from 'node:fs';
import { Exports, exportSettingsIn } from '@chancery/exporting';
import type { Parts, ServiceDefinition } from '@chancery/kernel';
import { type CatalogueDatabase, openCatalogue } from './database.ts';
import { documentsList } from './exports/documentsList.ts';
import { documentStatisticsList, exchangeStatisticsList } from './exports/statisticsLists.ts';
import { followingOf } from './followers.ts';
import { resolversOf, smallestGroupIn } from './resolvers.ts';
import { routesOf } from './routes.ts';

/** The cards of documents of all institutions: lists and statistics over what the caller may know. */
export const catalogue: ServiceDefinition<CatalogueDatabase> = {
  role: 'catalogue',
  migrations: new URL('./prisma/migrations/', import.meta.url),
  open: openCatalogue,
  build(parts) {
    const following = followingOf(parts);
    const exports = exportsOf(parts);
    return {
      typeDefs: [readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')],
      resolvers: resolversOf(parts, exports),
      routes: routesOf(parts, following),
      streams: [exports.route],
      async start() {
        following.start();
        exports.worker.start();
      },
      async stop() {
        await Promise.all([following.stop(), exports.worker.stop()]);
      },
    };
  },
};

/** §3.13 What is made into files here. */
function exportsOf({ db, directory, config }: Parts<CatalogueDatabase>): Exports {
  const lists = [documentsList(db), documentStatisticsList({ db, smallestGroup: smallestGroupIn(config) }), exchangeStatisticsList({ db })];
  return new Exports({ ownerFor: () => 'catalogue', db, directory, settings: exportSettingsIn(config.environment), lists });
}
