import { readFileSync } from 'node:fs';
import type { ServiceDefinition } from '@chancery/kernel';
import { type CatalogueDatabase, openCatalogue } from './database.ts';
import { followingOf } from './followers.ts';
import { resolversOf } from './resolvers.ts';
import { routesOf } from './routes.ts';

/** The cards of documents of all institutions: lists and statistics over what the caller may know. */
export const catalogue: ServiceDefinition<CatalogueDatabase> = {
  role: 'catalogue',
  migrations: new URL('./prisma/migrations/', import.meta.url),
  open: openCatalogue,
  build(parts) {
    const following = followingOf(parts);
    return {
      typeDefs: [readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')],
      resolvers: resolversOf(parts),
      routes: routesOf(parts, following),
      start: async () => following.start(),
      stop: () => following.stop(),
    };
  },
};
