import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '@chancery/kernel/migrate';
import { readRegistry, ServiceClient, type ServiceKey } from '@chancery/trust';
import { keepCertificates } from '../authority/keepCertificates.ts';
import { stopPostgres } from '../embedded/index.ts';
import { ISSUER, type IssuerKey, readIssuerKey } from '../issuer/issuerKey.ts';
import { keepKeyring } from '../issuer/keyring.ts';
import { type ProcessName, processesOf, type ServiceRow, services } from '../services.ts';
import { compileServices, isCompiled } from './compiled.ts';
import { DatabaseServer } from './databaseServer.ts';
import { environmentOf } from './environment.ts';
import { gatewayIsWell, gatewayUrl } from './gatewayAddress.ts';
import { type Home, keyringFile, logFile } from './home.ts';
import { CIRCUIT, keepKeys, operatorOf, writeServices } from './keys.ts';
import { isAlive, takeLock } from './lock.ts';
import { beginLog, boundLogs, lastLines } from './logs.ts';
import { requireDatabases, strayVariables } from './ownDatabases.ts';
import { choosePorts, type PortWish } from './ports.ts';
import { requireProduction } from './production.ts';
import type { Progress } from './progress.ts';
import { databaseName, type Ready, type ReadyService, readReady, removeReady, writeReady } from './readyFile.ts';
import { ServiceProcess } from './serviceProcess.ts';

export interface CircuitOptions {
  readonly home: Home;
  /** The gateway's port, when a person asked for one. */
  readonly port: number | undefined;
  /** Begin anew: what an earlier circuit left in the folder goes. */
  readonly fresh: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** What whoever fills a running circuit with its first institutions and documents needs. */
export interface StartedCircuit {
  readonly graphql: string;
  /** Signs in the embedded issuer's name; undefined where the operator has another. */
  readonly issuer: IssuerKey | undefined;
  readonly client: ServiceClient;
}

/** A service that does not come up within this time fails the start. */
const START_PATIENCE_MS = 60_000;
/** How often it is looked whether a certificate has used two thirds of its life. */
const RENEWAL_MS = 3_600_000;
/** Where the gateway is when nobody says where. */
const USUAL_PORT = services[0].preferredPort;

/** A whole circuit on this machine: embedded database, nine services, token issuer, and the file that says that everything answers. */
export class Circuit {
  readonly #options: CircuitOptions;
  readonly #progress: Progress;
  readonly #rows: readonly ServiceRow[];
  readonly #processes = new Map<ProcessName, { readonly process: ServiceProcess; readonly database: string }>();
  #databases: DatabaseServer | undefined;
  #client: ServiceClient | undefined;
  #release: (() => void) | undefined;
  readonly #watches: NodeJS.Timeout[] = [];
  #isReady = false;
  #stopped: Promise<void> | undefined;
  readonly #stopping = new AbortController();

  constructor(options: CircuitOptions, progress: Progress) {
    this.#options = options;
    this.#progress = progress;
    this.#rows = processesOf(options.environment);
  }

  /** Starts everything that the services need, and them. Throws `AlreadyRunning`, `PortTaken`, or why a service does not come up. */
  async start(): Promise<StartedCircuit> {
    const { home, environment } = this.#options;
    const ports = await this.#takeFolder();
    const keys = await this.#prepare();
    this.#stopping.signal.throwIfAborted();
    writeServices(home, keys, (name) => urlOf(name, ports.get(name) ?? 0, environment));
    const issuer = readIssuerKey(home);
    const client = new ServiceClient(operatorOf(home), readRegistry(home.services));
    this.#client = client;
    await Promise.all(
      this.#rows.map((row) =>
        this.#progress.step(row.name, () => this.#startService(row, ports.get(row.name) ?? 0, client, issuer?.issuer)),
      ),
    );
    this.#watch(30_000, () => this.#boundLogs());
    this.#watch(RENEWAL_MS, () => void this.#renewCertificates());
    return { graphql: `${this.#processes.get('gateway')?.process.url}/graphql`, issuer, client };
  }

  /** Says to everyone that the circuit is ready, and goes on saying it with the right process ids. */
  announce(): Ready {
    this.#isReady = true;
    return this.#writeReady();
  }

  /** Stops what it started, the services first; nothing that was committed is lost. A second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { home } = this.#options;
    const isHolder = this.#release !== undefined;
    this.#stopping.abort();
    if (isHolder) removeReady(home);
    for (const watch of this.#watches) clearInterval(watch);
    // The gateway first: it ends what it has begun while the others still answer.
    await this.#processes.get('gateway')?.process.stop();
    await Promise.all([...this.#processes.values()].map(({ process }) => process.stop()));
    await this.#client?.close();
    await this.#databases?.stop();
    if (isHolder) removeReady(home);
    this.#release?.();
  }

  // What a person has asked for wrongly is said before anything is touched.
  async #takeFolder(): Promise<ReadonlyMap<string, number>> {
    const { home, port, fresh, environment } = this.#options;
    mkdirSync(home.folder, { recursive: true });
    this.#release = takeLock(home);
    const left = pidsOf(readReady(home));
    removeReady(home);
    await orphansGone(left);
    requireProduction(home, environment);
    const ports = await choosePorts(this.#rows.map((row) => wishOf(row, port)));
    const lax = await requireDatabases(environment);
    for (const line of [...strayVariables(environment), ...lax]) this.#progress.say(line);
    const gatewayPort = ports.get('gateway');
    if (port === undefined && gatewayPort !== USUAL_PORT)
      this.#progress.say(`Port ${USUAL_PORT} is taken by another program: the gateway is on port ${gatewayPort} now.`);
    if (fresh) await this.#progress.step('old data removed', () => clear(home));
    this.#databases = new DatabaseServer(home, environment);
    return ports;
  }

  async #prepare(): Promise<readonly ServiceKey[]> {
    const { home } = this.#options;
    const database = this.#databases;
    const started = database?.isEmbedded ? this.#progress.step('PostgreSQL', () => database.start()) : undefined;
    const compile = () => compileServices(home, this.#stopping.signal);
    const compiled = isCompiled(home) ? undefined : this.#progress.step('code compiled', compile);
    await Promise.all([started, compiled, home.isForeignAuthority ? undefined : keepCertificates(home, this.#everyone)]);
    if (this.#rows.some(({ name }) => name === ISSUER)) await keepKeyring(keyringFile(home), new Date());
    return keepKeys(home, this.#rows);
  }

  // The services look for new ones themselves. What fails now is tried again long before a certificate ends.
  async #renewCertificates(): Promise<void> {
    const { home } = this.#options;
    if (home.isForeignAuthority) return;
    try {
      const renewed = await keepCertificates(home, this.#everyone);
      if (renewed.length > 0) this.#progress.say(`new certificates: ${renewed.join(', ')}`);
    } catch (error) {
      this.#progress.say(`The certificates could not be renewed: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Who has a certificate. */
  get #everyone(): readonly string[] {
    return [...this.#rows.map(({ name }) => name), CIRCUIT];
  }

  #watch(every: number, run: () => void): void {
    this.#watches.push(setInterval(run, every).unref());
  }

  async #startService(
    { name, entry, migrations }: ServiceRow,
    port: number,
    client: ServiceClient,
    issuer: string | undefined,
  ): Promise<void> {
    const { home, environment: given } = this.#options;
    if (this.#stopped || !this.#databases) return;
    const { owner, service: databaseUrl } = this.#databases.doorsOf(name);
    await migrate({ url: owner, folder: migrations, service: databaseUrl });
    if (this.#stopped) return;
    const environment = environmentOf(name, { home, port, databaseUrl, issuer, given });
    const answering = Promise.withResolvers<void>();
    const onAnswering = () => {
      answering.resolve();
      if (!this.#isReady) return;
      this.#tellAgain();
      this.#progress.say(`${name} answers again (pid ${process.pid})`);
    };
    const onEnded = (pid: number, how: string) => {
      if (this.#isReady) this.#progress.say(`${name} (pid ${pid}) ended ${how}; it is started again. Its log: ${logFile(home, name)}`);
    };
    const url = urlOf(name, port, given);
    const isWell = () => (name === 'gateway' ? gatewayIsWell(url, given) : client.isWell(name));
    const process = new ServiceProcess({ name, entry, url, isWell, environment, log: beginLog(home, name) }, { onAnswering, onEnded });
    this.#processes.set(name, { process, database: databaseName(databaseUrl) });
    process.start();
    await Promise.race([answering.promise, this.#neverCameUp(process)]);
  }

  async #neverCameUp(process: ServiceProcess): Promise<void> {
    const end = Date.now() + START_PATIENCE_MS;
    while (process.exits < 3 && Date.now() < end) {
      await pause(200);
      if (this.#stopped || process.hasAnswered) return;
    }
    throw new Error(`${process.name} does not come up. Its log ends:\n${lastLines(this.#options.home, process.name)}`);
  }

  /** A disk that takes nothing now is no reason to leave the services alone: it is said, and tried again. */
  #tellAgain(): void {
    try {
      this.#writeReady();
    } catch (error) {
      this.#progress.say(`ready.json cannot be written, and is tried again: ${saidOf(error)}`);
      setTimeout(() => this.#tellAgain(), 1_000).unref();
    }
  }

  #boundLogs(): void {
    try {
      boundLogs(this.#options.home, [...this.#processes.keys()]);
    } catch (error) {
      this.#progress.say(`The logs cannot be cut now: ${saidOf(error)}`);
    }
  }

  #writeReady(): Ready {
    const rows = [...this.#processes]
      .filter(([name]) => name !== ISSUER)
      .map(([name, { process, database }]) => ({ name, pid: process.pid, url: process.url, database }));
    const own = this.#processes.get(ISSUER)?.process;
    const issuer = own ? { url: own.url, pid: own.pid } : { url: this.#options.environment.CHANCERY_OIDC_ISSUER ?? '', pid: null };
    const gateway = this.#processes.get('gateway')?.process.url ?? '';
    const ready = { graphql: `${gateway}/graphql`, pid: process.pid, services: rows.sort(inOrder), issuer };
    if (!this.#stopped) writeReady(this.#options.home, ready);
    return ready;
  }
}

const saidOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const names: readonly string[] = services.map(({ name }) => name);
const inOrder = (a: ReadyService, b: ReadyService): number => names.indexOf(a.name) - names.indexOf(b.name);

// The gateway's port is the public's; all others speak mutual TLS only.
const urlOf = (name: string, port: number, environment: NodeJS.ProcessEnv): string =>
  name === 'gateway' ? gatewayUrl(port, environment) : `https://127.0.0.1:${port}`;

// The others go where the gateway is put, so that two circuits on one machine keep out of each other's way, also while a service is down.
function wishOf({ name, preferredPort }: ServiceRow, gatewayPort: number | undefined): PortWish {
  const beside = preferredPort + (gatewayPort ?? USUAL_PORT) - USUAL_PORT;
  return { name, port: beside <= 65_535 ? beside : preferredPort, strict: name === 'gateway' && gatewayPort !== undefined };
}

// A killed supervisor's services end by themselves; their ports are free a moment later.
async function orphansGone(left: readonly number[]): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end && left.some(isAlive); ) await pause(100);
}

const pidsOf = (ready: Ready | undefined): readonly number[] =>
  ready === undefined ? [] : [...ready.services.map(({ pid }) => pid), ...(ready.issuer?.pid ? [ready.issuer.pid] : [])];

async function clear(home: Home): Promise<void> {
  await stopPostgres(home.postgres);
  const { keys, authority, certificates, isForeignAuthority } = home;
  const credentials = [keys, dirname(authority.key), ...(isForeignAuthority ? [] : [certificates])];
  for (const owned of [...credentials, home.postgres, home.logs, home.replay, home.seeds, home.services]) {
    rmSync(owned, { recursive: true, force: true });
  }
}
