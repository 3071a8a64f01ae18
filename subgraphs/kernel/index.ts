export { announceEvents } from './announcements.ts';
export { answerCommand } from './answerCommand.ts';
export { actOf, type CommandCall, type CommandScope, command, requireOwnRequest } from './command.ts';
export { type Connection, connection, decodeCursor, encodeCursor, momentIn } from './connection.ts';
export { type CallContext, callContext, callerOf, requireRole } from './context.ts';
export { type Database, openPrisma, plainStatements, sqlTransaction, type Transaction } from './database.ts';
export type { ReferenceResolver, ReferencesResolver } from './entities.ts';
export { reportFault } from './faults.ts';
export { FollowedSources } from './followedSources.ts';
export { Follower, type FollowerOptions } from './follower.ts';
export { type MigrationTarget, migrate } from './migrate.ts';
export { emitOutside, transact } from './outbox.ts';
export { ownEvents, type Servers, serversOf } from './ownEvents.ts';
export { partAsked } from './partAsked.ts';
export { waitingUntil, whilePatient } from './patience.ts';
export { requireOwnDuties } from './requireOwnDuties.ts';
export { requireOwnToken } from './requireOwnToken.ts';
export type { Route, RouteAnswer, RouteRequest } from './route.ts';
export { runService } from './runService.ts';
export type { Resolver, Resolvers } from './schema.ts';
export {
  type Parts,
  type RunningService,
  requireTokens,
  type ServiceConfig,
  type ServiceDefinition,
  type Subgraph,
  startService,
} from './service.ts';
export type { StreamAnswer, StreamRequest, StreamRoute } from './streamRoute.ts';
