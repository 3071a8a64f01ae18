import { readFileSync } from 'node:fs';
import { requireTokens, type ServiceDefinition } from '@chancery/kernel';
import { type DirectoryDatabase, openDirectory } from './database.ts';
import { directoryExports } from './exports/directoryExports.ts';
import { directoryResolvers } from './resolvers.ts';

/** The directory: institutions, officials, and the duties that officials hold for a time (§2). */
export const directory: ServiceDefinition<DirectoryDatabase> = {
  role: 'directory',
  migrations: new URL('./prisma/migrations/', import.meta.url),
  open: openDirectory,
  build({ db, tokens, config }) {
    const exports = directoryExports({ db, config });
    return {
      typeDefs: [readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')],
      resolvers: directoryResolvers(db, requireTokens({ tokens, config }), exports, config.profile),
      streams: [exports.route],
      start: async () => exports.worker.start(),
      stop: () => exports.worker.stop(),
    };
  },
};
