import { audit } from '@chancery/audit';
import { catalogue } from '@chancery/catalogue';
import { type ServiceName, services } from '@chancery/circuit';
import type { Doors } from '@chancery/circuit/embedded';
import { directory } from '@chancery/directory';
import { exchange } from '@chancery/exchange';
import { finance } from '@chancery/finance';
import { health } from '@chancery/health';
import { hosted } from '@chancery/hosted';
import { justice } from '@chancery/justice';
import { type Database, type RunningService, type ServiceConfig, type ServiceDefinition, startService } from '@chancery/kernel';
import { type GatewayOptions, startGateway } from '@chancery/supergraph';
import type { ServiceIdentity, ServiceRegistry, TokenOptions } from '@chancery/trust';
import { migratedDoors } from './databases.ts';
import { type FilePlace, filePlace } from './filePlaces.ts';
import { whenFileEnds } from './whenFileEnds.ts';

/** What every service of a test circuit knows. */
export interface Surroundings {
  readonly identities: ReadonlyMap<string, ServiceIdentity>;
  readonly registry: ServiceRegistry;
  /** Whose tokens are believed. */
  readonly tokens: TokenOptions;
}

type Start = (config: ServiceConfig, tokens: TokenOptions) => Promise<RunningService>;

/** In what a gateway differs from the first one. */
type GatewayChanges = Partial<Pick<GatewayOptions, 'registry' | 'settings' | 'supergraphSdl'>>;

const running =
  <Db extends Database>(definition: ServiceDefinition<Db>): Start =>
  (config, tokens) =>
    startService(definition, { ...config, tokens });

const starts: Record<ServiceName, Start> = {
  gateway: (config, tokens) => startGateway({ ...config, tokens }),
  directory: running(directory),
  exchange: running(exchange),
  catalogue: running(catalogue),
  audit: running(audit),
  justice: running(justice),
  finance: running(finance),
  health: running(health),
  hosted: running(hosted),
};

/** The services of a test circuit in this process; a test may stop one and start it again. */
export class RunningServices {
  readonly #surroundings: Surroundings;
  readonly #databases: ReadonlyMap<ServiceName, Doors>;
  readonly #running = new Map<ServiceName, RunningService>();
  readonly #others: RunningService[] = [];
  readonly #files = new Map<ServiceName, FilePlace>();

  private constructor(surroundings: Surroundings, databases: ReadonlyMap<ServiceName, Doors>) {
    this.#surroundings = surroundings;
    this.#databases = databases;
  }

  /** Starts all of them on copies of migrated databases. */
  static async start(surroundings: Surroundings): Promise<RunningServices> {
    const doors = await Promise.all(services.map(async ({ name, migrations }) => [name, await migratedDoors(migrations)] as const));
    const all = new RunningServices(surroundings, new Map(doors));
    // A file that breaks off leaves the process that it shares to the next as it was.
    whenFileEnds(() => all.close());
    await Promise.all(services.map(({ name }) => all.start(name)));
    return all;
  }

  /** Starts a service that was stopped, where it was; its operator may have decided something else than before. */
  async start(name: ServiceName, decided: NodeJS.ProcessEnv = {}): Promise<void> {
    const { identities, registry, tokens } = this.#surroundings;
    const identity = identities.get(name);
    if (!identity) throw new Error(`The circuit has no ${name}.`);
    const config = {
      identity,
      registry,
      port: Number(new URL(registry.entry(name).url).port),
      databaseUrl: this.#doorsOf(name).service,
      environment: { ...this.files(name).environment, ...decided },
    };
    this.#running.set(name, await starts[name](config, tokens));
  }

  /** Starts one more gateway beside the first, under the same name, at a port of its own; it is stopped with all others. */
  async anotherGateway(changes: GatewayChanges = {}): Promise<RunningService> {
    const { identities, registry, tokens } = this.#surroundings;
    const identity = identities.get('gateway');
    if (!identity) throw new Error('The circuit has no gateway.');
    const gateway = await startGateway({ identity, registry, tokens, port: 0, databaseUrl: this.databaseUrl('gateway'), ...changes });
    this.#others.push(gateway);
    return gateway;
  }

  /** Stops a service: who asks it finds nobody. */
  async stop(name: ServiceName): Promise<void> {
    await this.#running.get(name)?.close();
    this.#running.delete(name);
  }

  /** The URL by which its owner opens a service's database. */
  databaseUrl(name: ServiceName): string {
    return this.#doorsOf(name).owner;
  }

  /** Stops all, the gateways first. */
  async close(): Promise<void> {
    await Promise.all([this.stop('gateway'), ...this.#others.splice(0).map((other) => other.close())]);
    await Promise.all([...this.#running.keys()].map((name) => this.stop(name)));
    for (const place of this.#files.values()) place.remove();
  }

  /** Where a perimeter keeps its files. */
  files(name: ServiceName): FilePlace {
    const place = this.#files.get(name) ?? filePlace();
    this.#files.set(name, place);
    return place;
  }

  #doorsOf(name: ServiceName): Doors {
    const doors = this.#databases.get(name);
    if (!doors) throw new Error(`${name} has no database.`);
    return doors;
  }
}
