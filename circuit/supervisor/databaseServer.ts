import { type EmbeddedPostgres, startPostgres } from '../embedded/index.ts';
import { databaseVariable, type ProcessName, processesOf } from '../services.ts';
import type { Home } from './home.ts';
import { isAlive } from './lock.ts';

const WATCH_MS = 1_000;

/** Where the services' databases are: on the embedded server, or on the servers that `<NAME>_DATABASE_URL` names. */
export class DatabaseServer {
  readonly #home: Home;
  readonly #environment: NodeJS.ProcessEnv;
  #embedded: Promise<EmbeddedPostgres> | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(home: Home, environment: NodeJS.ProcessEnv) {
    this.#home = home;
    this.#environment = environment;
  }

  /** True when the embedded server is needed: a service has no database elsewhere. */
  get isEmbedded(): boolean {
    return processesOf(this.#environment).some(({ name }) => !this.#environment[databaseVariable(name)]);
  }

  /** Starts the embedded server, or finds it running, and starts it again whenever it dies. */
  async start(): Promise<void> {
    if (!this.isEmbedded) return;
    this.#embedded = startPostgres({ folder: this.#home.postgres });
    await this.#embedded;
    this.#watch = setInterval(() => void this.#revive().catch(() => undefined), WATCH_MS).unref();
  }

  /** The URL of a service's database, which then exists, with a role of its own. */
  async urlOf(name: ProcessName): Promise<string> {
    const elsewhere = this.#environment[databaseVariable(name)];
    if (elsewhere) return elsewhere;
    if (!this.#embedded) throw new Error('The embedded PostgreSQL was not started.');
    return (await this.#embedded).ensureDatabase(name);
  }

  async stop(): Promise<void> {
    clearInterval(this.#watch);
    await (await this.#embedded?.catch(() => undefined))?.stop();
  }

  // The port stays, for the services' URLs name it.
  async #revive(): Promise<void> {
    const server = await this.#embedded?.catch(() => undefined);
    if (server && isAlive(server.pid)) return;
    this.#embedded = startPostgres({ folder: this.#home.postgres, ...(server ? { port: server.port } : {}) });
    await this.#embedded;
  }
}
