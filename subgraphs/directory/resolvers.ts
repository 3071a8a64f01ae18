import type { Exports } from '@chancery/exporting';
import type { Resolver, Resolvers } from '@chancery/kernel';
import type { AccessTokens, Profile } from '@chancery/trust';
import { breakGlassResolvers } from './breakGlass/resolvers.ts';
import { commandResolvers } from './commands/resolvers.ts';
import type { DirectoryDatabase } from './database.ts';
import { exportResolvers } from './exports/resolvers.ts';
import { memberResolvers } from './reading/resolvers.ts';
import { regulationResolvers } from './regulation/resolvers.ts';
import { serviceResolvers } from './serviceResolvers.ts';

/** What the directory answers: to every official who takes part, and to the services. */
export function directoryResolvers(
  db: DirectoryDatabase,
  tokens: Pick<AccessTokens, 'verify'>,
  exports: Exports,
  profile: Profile = 'embedded',
): Resolvers {
  const parts: readonly Resolvers[] = [
    memberResolvers(db),
    regulationResolvers(db),
    breakGlassResolvers(db),
    exportResolvers(db, exports),
    commandResolvers(db, tokens),
    serviceResolvers(db, profile),
  ];
  const of = (root: 'Query' | 'Mutation'): Readonly<Record<string, Resolver>> => Object.assign({}, ...parts.map((part) => part[root]));
  return Object.assign({}, ...parts, { Query: of('Query'), Mutation: of('Mutation') });
}
