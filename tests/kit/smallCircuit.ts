import { type Database, migrate, openPrisma, type RunningService, type ServiceDefinition, startService } from '@chancery/kernel';
import { type Profile, ServiceClient, type ServiceIdentity, ServiceRegistry, type ServiceRole } from '@chancery/trust';
import { PrismaClient } from '../../subgraphs/catalogue/prisma/client/client.ts';
import { newService } from './authority.ts';
import { emptyDoors, ownersUrl } from './databases.ts';
import { filePlace } from './filePlaces.ts';
import { type TestIssuer, testIssuer } from './testIssuer.ts';

/** A few services in this process that know each other, each with its own key and database. */
export interface SmallCircuit {
  readonly registry: ServiceRegistry;
  identity(name: string): ServiceIdentity;
  /** Whose tokens its services believe. */
  readonly issuer: TestIssuer;
  /** Calls services in the name of one of the circuit. */
  client(name: string): ServiceClient;
  /** Starts a service on an own database, or on that of a service's URL; answers where it runs. */
  start<Db extends Database>(
    name: string,
    definition: ServiceDefinition<Db>,
    databaseUrl?: string,
    profile?: Profile,
  ): Promise<RunningService>;
  /** Stops everything that was started, the last first. */
  close(): Promise<void>;
}

/** Makes the services of a circuit known, by name and role; they are started one by one. */
export async function smallCircuit(roles: Readonly<Record<string, ServiceRole>>): Promise<SmallCircuit> {
  const made = await Promise.all(Object.entries(roles).map(([name, role]) => newService(name, role)));
  const entries = made.map(({ identity, publicKey }) => ({
    name: identity.name,
    role: identity.role,
    url: 'https://127.0.0.1:9',
    publicKey,
  }));
  const registry = new ServiceRegistry(entries);
  const identities = new Map(made.map(({ identity }) => [identity.name, identity]));
  const issuer = await testIssuer();
  const opened: (() => Promise<void> | void)[] = [issuer.forget];

  const identity = (name: string) => {
    const found = identities.get(name);
    if (found === undefined) throw new Error(`The circuit has no ${name}.`);
    return found;
  };
  return {
    registry,
    issuer,
    identity,
    client(name) {
      const client = new ServiceClient(identity(name), registry);
      opened.push(() => client.close());
      return client;
    },
    async start(name, definition, databaseUrl, profile = 'embedded') {
      const url = databaseUrl ?? (await emptyDoors(name)).service;
      await migrate({ url: await ownersUrl(url), folder: definition.migrations, service: url });
      const files = filePlace();
      opened.push(files.remove);
      const service = await startService(definition, {
        identity: identity(name),
        registry,
        port: 0,
        databaseUrl: url,
        profile,
        tokens: issuer.believed,
        environment: files.environment,
      });
      const entry = entries.find((each) => each.name === name);
      if (entry) entry.url = service.url;
      opened.push(() => service.close());
      return service;
    },
    async close() {
      for (const close of opened.toReversed()) await close();
    },
  };
}

/** A service that does nothing: its feed tells what a test writes to its outbox. */
export const bareService = (role: ServiceRole): ServiceDefinition<Database> => ({
  role,
  migrations: new URL('../../subgraphs/catalogue/prisma/migrations/', import.meta.url),
  open: (url) => openPrisma(PrismaClient, url),
  build: () => ({ typeDefs: ['type Query { nothing: Boolean }'], resolvers: {} }),
});
