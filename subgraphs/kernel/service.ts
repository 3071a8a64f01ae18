import {
  AccessTokens,
  DirectoryCopy,
  type Profile,
  ServiceClient,
  type ServiceIdentity,
  type ServiceRegistry,
  type ServiceRole,
  type TokenOptions,
} from '@chancery/trust';
import { withinBudget } from './answerBudget.ts';
import type { Database } from './database.ts';
import { eventsRoute } from './eventsRoute.ts';
import { graphqlRoute } from './graphqlRoute.ts';
import { guarded } from './guard.ts';
import { keepPruning } from './pruneRequests.ts';
import type { Route } from './route.ts';
import { executableSchema, type Resolvers } from './schema.ts';
import { serve } from './server.ts';
import type { StreamRoute } from './streamRoute.ts';

/** Where one service runs, and as whom. */
export interface ServiceConfig {
  readonly identity: ServiceIdentity;
  readonly registry: ServiceRegistry;
  /** 0 takes any free port. */
  readonly port: number;
  /** At which of the machine's addresses it listens; loopback when left out. */
  readonly address?: string;
  readonly databaseUrl: string;
  /** `embedded` when left out. */
  readonly profile?: Profile;
  /** Whose access tokens are believed; for services that check the callers' own. */
  readonly tokens?: TokenOptions | undefined;
  /** For how long duties count that the directory has not confirmed; as usual when left out. §14.8 */
  readonly dutiesUnconfirmedMs?: number;
  /** What an operator decides about services of this role alone, by the names of variables; nothing unless given. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Statistics of documents do not tell of groups with fewer; every group is told when left out. §3.6 */
  readonly smallestGroup?: number;
}

/** How a service is made, whoever runs it. */
export interface ServiceDefinition<Db extends Database> {
  readonly role: ServiceRole;
  /** Its folder of Prisma migrations. */
  readonly migrations: URL;
  /** Opens its database; see `openPrisma`. */
  open(url: string): Db;
  build(parts: Parts<Db>): Subgraph;
}

/** What the kernel lends to a service. */
export interface Parts<Db> {
  readonly db: Db;
  readonly client: ServiceClient;
  readonly directory: DirectoryCopy;
  /** Reads callers' access tokens; null where nobody said whose are believed. */
  readonly tokens: AccessTokens | null;
  readonly config: ServiceConfig;
}

/** The reader of access tokens, for a service that carries out officials' commands; it does not start without. §2.1 */
export function requireTokens({ tokens, config }: Pick<Parts<unknown>, 'tokens' | 'config'>): AccessTokens {
  if (tokens === null) throw new Error(`${config.identity.name} must know whose access tokens to believe.`);
  return tokens;
}

/** What a service serves, and what it does on its own. */
export interface Subgraph {
  /** SDL texts: the first whole, the others as what they add to it. */
  readonly typeDefs: readonly string[];
  readonly resolvers: Resolvers;
  readonly routes?: readonly Route[];
  readonly streams?: readonly StreamRoute[];
  /** Work of its own: workers, followers, sweeps. It must not wait for other services. */
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

export interface RunningService {
  readonly name: string;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a service on its migrated database: mandate guard, GraphQL, feed of events, its own work. */
export async function startService<Db extends Database>(definition: ServiceDefinition<Db>, config: ServiceConfig): Promise<RunningService> {
  const { identity, registry, port, address, databaseUrl, dutiesUnconfirmedMs } = config;
  const db = definition.open(databaseUrl);
  const client = new ServiceClient(identity, registry);
  const directory = new DirectoryCopy(client, { unconfirmedMs: dutiesUnconfirmedMs });
  const tokens = config.tokens === undefined ? null : new AccessTokens(config.tokens);
  await tokens?.prepare();
  const subgraph = definition.build({ db, client, directory, tokens, config });
  const server = await serve({
    port,
    address,
    identity,
    registry,
    routes: [
      graphqlRoute(identity.name, withinBudget(guarded(executableSchema(subgraph.typeDefs, subgraph.resolvers)))),
      eventsRoute(db),
      ...(subgraph.routes ?? []),
    ],
    streams: subgraph.streams,
  });
  if (definition.role !== 'directory') void directory.start();
  await subgraph.start?.();
  const endPruning = keepPruning(db);
  const close = async () => {
    directory.stop();
    await server.close();
    await Promise.all([subgraph.stop?.(), endPruning()]);
    await client.close();
    await db.$disconnect();
  };
  return { name: identity.name, url: server.url, close };
}
