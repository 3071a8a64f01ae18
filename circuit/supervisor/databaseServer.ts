import { type Doors, type EmbeddedPostgres, startPostgres } from '../embedded/index.ts';
import { databaseVariable, ownerVariable, processesOf } from '../services.ts';
import { guardDatabase } from './databaseGuard.ts';
import type { Home } from './home.ts';
import { isAlive } from './lock.ts';

const WATCH_MS = 1_000;
/** Room for two processes of a service, and for nobody to take the others' share of the server. */
const limits = { connections: 40, statementSeconds: 30 };

/** Where the services' databases are: on the embedded server, or on the servers that `<NAME>_DATABASE_URL` names. */
export class DatabaseServer {
  readonly #home: Home;
  readonly #environment: NodeJS.ProcessEnv;
  #embedded: Promise<EmbeddedPostgres> | undefined;
  /** Where it is for good: the services' URLs name it. */
  #port: number | undefined;
  readonly #doors = new Map<string, Doors>();
  #watch: NodeJS.Timeout | undefined;
  #letGo: (() => Promise<void>) | undefined;

  constructor(home: Home, environment: NodeJS.ProcessEnv) {
    this.#home = home;
    this.#environment = environment;
  }

  /** True when the embedded server is needed: a service has no database elsewhere. */
  get isEmbedded(): boolean {
    return this.#embeddedNames.length > 0;
  }

  /** Starts the embedded server, or finds it running, and starts it again whenever it dies. It ends with this process, whatever ends that. */
  async start(): Promise<void> {
    if (!this.isEmbedded) return;
    this.#letGo = guardDatabase(this.#home);
    this.#embedded = startPostgres({ folder: this.#home.postgres });
    const server = await this.#embedded;
    this.#port = server.port;
    await this.#make(server, this.#embeddedNames);
    this.#watch = setInterval(() => void this.#revive().catch(() => undefined), WATCH_MS).unref();
  }

  /** The doors of a service's database, which then exists. On a server of the operator's own they are one door where no owner is named. */
  doorsOf(name: string): Doors {
    const service = this.#environment[databaseVariable(name)];
    if (service) return { service, owner: this.#environment[ownerVariable(name)] || service };
    const doors = this.#doors.get(name);
    if (!doors) throw new Error('The embedded PostgreSQL was not started.');
    return doors;
  }

  /** Makes a database for a service that joins, where the operator names none. Throws where the embedded server was not started. */
  async ensure(name: string): Promise<void> {
    if (!this.#environment[databaseVariable(name)]) await this.#make(await this.#server(), [name]);
  }

  /** Drops the database of a service that has left; one on a server of the operator's own stays. */
  async drop(name: string): Promise<void> {
    if (this.#environment[databaseVariable(name)]) return;
    await (await this.#server()).dropDatabases([name]);
    this.#doors.delete(name);
  }

  async #server(): Promise<EmbeddedPostgres> {
    if (this.#embedded === undefined) throw new Error('The embedded PostgreSQL was not started.');
    return this.#embedded;
  }

  async #make(server: EmbeddedPostgres, names: readonly string[]): Promise<void> {
    const doors = await server.ensureDatabases(names, limits);
    for (const [index, each] of doors.entries()) this.#doors.set(names[index] ?? '', each);
  }

  get #embeddedNames(): readonly string[] {
    return processesOf(this.#environment)
      .map(({ name }) => name)
      .filter((name) => !this.#environment[databaseVariable(name)]);
  }

  async stop(): Promise<void> {
    clearInterval(this.#watch);
    await (await this.#embedded?.catch(() => undefined))?.stop();
    await this.#letGo?.();
  }

  // Where another program has its port, it is waited for.
  async #revive(): Promise<void> {
    const server = await this.#embedded?.catch(() => undefined);
    if (server && isAlive(server.pid)) return;
    this.#embedded = startPostgres({ folder: this.#home.postgres, ...(this.#port === undefined ? {} : { port: this.#port }) });
    await this.#embedded;
  }
}
