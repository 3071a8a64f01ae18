import { mkdirSync } from 'node:fs';
import { readRegistry, ServiceClient } from '@chancery/trust';
import { keepCertificates } from '../authority/keepCertificates.ts';
import { type IssuerKey, readIssuerKey } from '../issuer/issuerKey.ts';
import { connectedTo, entriesOf } from '../newcomers/connected.ts';
import { keepConnectedCertificates } from '../newcomers/credentials.ts';
import { readNewcomers, writeNewcomers } from '../newcomers/membersFile.ts';
import { processesOf, type ServiceRow } from '../services.ts';
import { DatabaseServer } from './databaseServer.ts';
import { serviceUrl } from './gatewayAddress.ts';
import { committedGraph, writeGraph } from './graphFile.ts';
import { layGround, orderFolder } from './groundwork.ts';
import type { Home } from './home.ts';
import { CIRCUIT, operatorOf, writeServices } from './keys.ts';
import { takeLock } from './lock.ts';
import { Newcomers } from './newcomers.ts';
import type { Progress } from './progress.ts';
import type { Ready } from './readyFile.ts';
import { ReadyNotice } from './readyNotice.ts';
import { RunningServices } from './runningServices.ts';
import { Watches } from './watches.ts';

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

/** How often it is looked whether a certificate has used two thirds of its life. */
const RENEWAL_MS = 3_600_000;
const LOGS_MS = 30_000;

/** A whole circuit on this machine: embedded database, nine services, token issuer, and the file that says that everything answers. */
export class Circuit {
  readonly #options: CircuitOptions;
  readonly #progress: Progress;
  readonly #rows: readonly ServiceRow[];
  readonly #notice: ReadyNotice;
  readonly #databases: DatabaseServer;
  #services: RunningServices | undefined;
  #newcomers: Newcomers | undefined;
  #client: ServiceClient | undefined;
  #release: (() => void) | undefined;
  readonly #watches: Watches;
  #stopped: Promise<void> | undefined;
  readonly #stopping = new AbortController();

  constructor(options: CircuitOptions, progress: Progress) {
    const { home, environment } = options;
    this.#options = options;
    this.#progress = progress;
    this.#rows = processesOf(environment);
    this.#notice = new ReadyNotice(home, environment);
    this.#databases = new DatabaseServer(home, environment);
    this.#watches = new Watches(progress);
  }

  /** Starts everything that the services need, and them. Throws `AlreadyRunning`, `PortTaken`, or why a service does not come up. */
  async start(): Promise<StartedCircuit> {
    const { home, environment } = this.#options;
    mkdirSync(home.folder, { recursive: true });
    this.#release = takeLock(home);
    const ground = { home, rows: this.#rows, progress: this.#progress };
    const ports = await orderFolder(this.#options, ground);
    const { signal: stopped } = this.#stopping;
    const keys = await layGround(ground, { databases: this.#databases, everyone: this.#everyone, stopped });
    stopped.throwIfAborted();
    writeGraph(home, committedGraph());
    writeNewcomers(readNewcomers(), home.members);
    writeServices(home, keys, (name) => serviceUrl(name, ports.get(name) ?? 0, environment), entriesOf(connectedTo(home)));
    const issuer = readIssuerKey(home);
    const client = new ServiceClient(operatorOf(home), readRegistry(home.services));
    this.#client = client;
    const services = this.#makeServices(client, issuer);
    this.#services = services;
    await Promise.all(this.#rows.map((row) => this.#progress.step(row.name, () => services.start(row, ports.get(row.name) ?? 0))));
    this.#newcomers = this.#followNewcomers(services);
    this.#watches.add(LOGS_MS, 'The logs cannot be cut now', () => services.boundLogs());
    this.#watches.add(RENEWAL_MS, 'The certificates could not be renewed', () => this.#renewCertificates());
    return { graphql: `${services.gateway}/graphql`, issuer, client };
  }

  /** Says to everyone that the circuit is ready, and goes on saying it with the right process ids. */
  announce(): Ready {
    if (this.#services === undefined) throw new Error('The circuit was not started.');
    return this.#notice.tell(this.#services);
  }

  /** Stops what it started, the services first; nothing that was committed is lost. A second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const isHolder = this.#release !== undefined;
    this.#stopping.abort();
    if (isHolder) this.#notice.withdraw();
    this.#watches.stop();
    // Whoever is being taken in is waited for no longer once the services are to stop.
    const takingIn = this.#newcomers?.stop();
    await this.#services?.stop();
    await takingIn;
    await this.#client?.close();
    await this.#databases.stop();
    if (isHolder) this.#notice.withdraw();
    this.#release?.();
  }

  #makeServices(client: ServiceClient, issuer: IssuerKey | undefined): RunningServices {
    const { home, environment } = this.#options;
    const say = (line: string): void => this.#progress.say(line);
    const services: RunningServices = new RunningServices(
      { home, databases: this.#databases, client, issuer: issuer?.issuer, environment },
      {
        onAnswering: (said) => {
          if (!this.#notice.isTold) return;
          this.#notice.tellAgain(services, say);
          say(said);
        },
        onEnded: (said) => {
          if (this.#notice.isTold) say(said);
        },
      },
    );
    return services;
  }

  #followNewcomers(services: RunningServices): Newcomers {
    const { home, port, environment } = this.#options;
    const tell = (): void => {
      if (this.#notice.isTold) this.#notice.tellAgain(services, (line) => this.#progress.say(line));
    };
    const circuit = { home, databases: this.#databases, services, progress: this.#progress, environment, port, tell };
    const newcomers = new Newcomers(circuit, this.#rows);
    newcomers.follow();
    return newcomers;
  }

  // The services look for new ones themselves. What fails now is tried again long before a certificate ends.
  async #renewCertificates(): Promise<void> {
    const { home } = this.#options;
    if (home.isForeignAuthority) return;
    const renewed = await keepCertificates(home, this.#everyone);
    if (renewed.length > 0) this.#progress.say(`new certificates: ${renewed.join(', ')}`);
    for (const line of await keepConnectedCertificates(home)) this.#progress.say(line);
  }

  /** Who has a certificate. */
  get #everyone(): readonly string[] {
    return [...(this.#newcomers?.everyone ?? this.#rows.map(({ name }) => name)), CIRCUIT];
  }
}
