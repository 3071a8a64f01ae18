import { readFileSync } from 'node:fs';
import { Exports, exportSettingsIn } from '@chancery/exporting';
import type { ServiceDefinition } from '@chancery/kernel';
import { type AuditDatabase, openAudit } from './database.ts';
import { entriesList } from './entriesList.ts';
import { followersOf } from './followers.ts';
import { resolversOf } from './resolvers.ts';

/** The audit trail: one entry for each operation at the gateway and each command in a perimeter. */
export const audit: ServiceDefinition<AuditDatabase> = {
  role: 'audit',
  migrations: new URL('./prisma/migrations/', import.meta.url),
  open: openAudit,
  build(parts) {
    const followers = followersOf(parts);
    const { db, directory, config } = parts;
    const exports = new Exports({
      ownerFor: () => 'audit',
      db,
      directory,
      settings: exportSettingsIn(config.environment),
      lists: [entriesList(db)],
    });
    return {
      typeDefs: [readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')],
      resolvers: resolversOf(db, exports),
      streams: [exports.route],
      async start() {
        followers.start();
        exports.worker.start();
      },
      async stop() {
        await Promise.all([followers.stop(), exports.worker.stop()]);
      },
    };
  },
};
