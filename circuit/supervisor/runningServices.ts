import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '@chancery/kernel/migrate';
import type { ServiceClient } from '@chancery/trust';
import { ISSUER } from '../issuer/issuerKey.ts';
import type { ServiceRow } from '../services.ts';
import type { DatabaseServer } from './databaseServer.ts';
import { environmentOf } from './environment.ts';
import { keepFileKeys } from './fileKeys.ts';
import { gatewayIsWell, serviceUrl } from './gatewayAddress.ts';
import { type Home, logFile } from './home.ts';
import { beginLog, boundLogs, lastWord } from './logs.ts';
import { databaseName, type ReadyService } from './readyFile.ts';
import { ServiceProcess } from './serviceProcess.ts';

/** What services are started with. */
export interface ServiceGround {
  readonly home: Home;
  readonly databases: DatabaseServer;
  readonly client: ServiceClient;
  /** The URL of the embedded issuer, where there is one. */
  readonly issuer: string | undefined;
  /** The supervisor's own environment. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Who is told what becomes of the services. */
export interface ServicesWatch {
  /** A process of a service answers, its first one or one that was started again. */
  onAnswering(said: string): void;
  /** A process has ended by itself, and is started again. */
  onEnded(said: string): void;
}

/** A service that does not come up within this time fails the start. */
const START_PATIENCE_MS = 60_000;

/** The processes of a circuit: one for each service, and the issuer's. */
export class RunningServices {
  readonly #ground: ServiceGround;
  readonly #watch: ServicesWatch;
  readonly #processes = new Map<string, { readonly process: ServiceProcess; readonly database: string }>();
  #isStopped = false;

  constructor(ground: ServiceGround, watch: ServicesWatch) {
    this.#ground = ground;
    this.#watch = watch;
  }

  /** Brings a service's database up to date, starts its process, and waits until it answers; throws why it does not come up. */
  async start(row: ServiceRow, port: number): Promise<void> {
    const { name, entry, migrations } = row;
    const { home, databases, client, issuer, environment: given } = this.#ground;
    if (this.#isStopped) return;
    const { owner, service: databaseUrl } = databases.doorsOf(name);
    await migrate({ url: owner, folder: migrations, service: databaseUrl });
    if (this.#isStopped) return;
    keepFileKeys(home, row, given);
    const environment = environmentOf(name, { home, port, databaseUrl, issuer, given });
    const answering = Promise.withResolvers<void>();
    const onAnswering = () => {
      answering.resolve();
      this.#watch.onAnswering(`${name} answers again (pid ${process.pid})`);
    };
    const onEnded = (pid: number, how: string) =>
      this.#watch.onEnded(`${name} (pid ${pid}) ended ${how}; it is started again. Its log: ${logFile(home, name)}`);
    const url = serviceUrl(name, port, given);
    const isWell = () => (name === 'gateway' ? gatewayIsWell(url, given) : client.isWell(name));
    const process = new ServiceProcess({ name, entry, url, isWell, environment, log: beginLog(home, name) }, { onAnswering, onEnded });
    this.#processes.set(name, { process, database: databaseName(databaseUrl) });
    process.start();
    await Promise.race([answering.promise, this.#neverCameUp(process)]);
  }

  /** Ends one service, which is not started again and forgotten. */
  async end(name: string): Promise<void> {
    const process = this.#processes.get(name)?.process;
    this.#processes.delete(name);
    await process?.stop();
  }

  /** Where the gateway answers. */
  get gateway(): string {
    return this.#processes.get('gateway')?.process.url ?? '';
  }

  /** The embedded issuer, where there is one. */
  get issuer(): { readonly url: string; readonly pid: number } | undefined {
    const process = this.#processes.get(ISSUER)?.process;
    return process && { url: process.url, pid: process.pid };
  }

  /** The services as `ready.json` tells of them. */
  get rows(): readonly ReadyService[] {
    return [...this.#processes]
      .filter(([name]) => name !== ISSUER)
      .map(([name, { process, database }]) => ({ name, pid: process.pid, url: process.url, database }));
  }

  /** Cuts the logs that have grown too large. */
  boundLogs(): void {
    boundLogs(this.#ground.home, [...this.#processes.keys()]);
  }

  /** Ends all processes. The gateway first: it ends what it has begun while the others still answer. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#processes.get('gateway')?.process.stop();
    await Promise.all([...this.#processes.values()].map(({ process }) => process.stop()));
  }

  async #neverCameUp(process: ServiceProcess): Promise<void> {
    const end = Date.now() + START_PATIENCE_MS;
    while (process.exits < 3 && Date.now() < end) {
      await pause(200);
      if (this.#isStopped || process.hasAnswered) return;
    }
    throw new Error(`${process.name} does not come up. ${lastWord(this.#ground.home, process.name)}`);
  }
}
