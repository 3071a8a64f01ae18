import { readFileSync } from 'node:fs';
import type { ServiceDefinition } from '@chancery/kernel';
import { type AuditDatabase, openAudit } from './database.ts';
import { followersOf } from './followers.ts';
import { resolversOf } from './resolvers.ts';

/** The audit trail: one entry for each operation at the gateway and each command in a perimeter. */
export const audit: ServiceDefinition<AuditDatabase> = {
  role: 'audit',
  migrations: new URL('./prisma/migrations/', import.meta.url),
  open: openAudit,
  build(parts) {
    const followers = followersOf(parts);
    return {
      typeDefs: [readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')],
      resolvers: resolversOf(parts.db),
      start: async () => followers.start(),
      stop: () => followers.stop(),
    };
  },
};
