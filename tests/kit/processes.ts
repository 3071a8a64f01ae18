import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  freePorts,
  GatewayClient,
  type Home,
  homeOf,
  type ProcessName,
  type Ready,
  readIssuerKey,
  readReady,
  repository,
  type ServiceName,
  tokenSource,
} from '@chancery/circuit';
import { type Doors, openDatabases } from '@chancery/circuit/embedded';

/** The real supervisor with its nine processes, in a folder of its own. */
export interface ProcessCircuit {
  readonly home: Home;
  readonly gateway: GatewayClient;
  /** A bearer token of an official. */
  readonly token: ReturnType<typeof tokenSource>;
  /** What `ready.json` says now. */
  ready(): Ready;
  /** The process id of a service, as `ready.json` says now. */
  pidOf(name: ServiceName): number;
  /** The URL by which its owner opens a service's database. */
  databaseUrl(name: ServiceName): string;
  /** Both ways into a service's database. */
  doorsOf(name: ProcessName): Doors;
  /** The process id of the PostgreSQL server. */
  postgresPid(): number;
  /** Sends a signal to a service's process: -9 as an accident would; the supervisor starts it again. */
  killService(name: ServiceName, signal?: NodeJS.Signals): void;
  /** Waits until a service's process is another one than `pid`, and answers. */
  revived(name: ServiceName, pid: number): Promise<void>;
  /** Stops the supervisor by a signal and waits for its end; answers the exit code. The folder stays. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Stops it and removes the folder. */
  close(): Promise<void>;
}

/** How a circuit is started. */
export interface ProcessCircuitOptions {
  /** The folder of an earlier one, to find its data again; a new one when left out. */
  readonly folder?: string;
  /** Where the code is that it runs; ours when left out. */
  readonly code?: string;
  /** The words of the command line. */
  readonly words?: readonly string[];
  /** What its environment has beside ours. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts the supervisor and waits until everything answers. */
export async function startProcessCircuit({
  folder = mkdtempSync(join(tmpdir(), 'chancery-home-')),
  code = repository,
  words = [],
  environment: more = {},
}: ProcessCircuitOptions = {}): Promise<ProcessCircuit> {
  const home = homeOf(folder);
  const output: string[] = [];
  // Not the usual ports: those belong to whoever runs a circuit on this machine.
  const port = ['--port', String((await freePorts(9))[0])];
  const environment = { ...environmentFor(home), ...more };
  const child = spawn(process.execPath, [join(code, 'circuit/commands/start.ts'), ...(words.includes('--port') ? [] : port), ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(String(text)));
  await isReady(home, child, output);
  const issuer = readIssuerKey(home);
  if (!issuer) throw new Error('The circuit has no token issuer.');
  const ready = () => readyOf(home);
  const pidOf = (name: ServiceName) => pidIn(ready(), name);
  return {
    home,
    gateway: new GatewayClient(ready().graphql, tokenSource(issuer)),
    token: tokenSource(issuer),
    ready,
    pidOf,
    databaseUrl: (name) => doorsOf(home, name).owner,
    doorsOf: (name) => doorsOf(home, name),
    postgresPid: () => Number(readFileSync(join(home.postgres, 'data/postmaster.pid'), 'utf8').split('\n')[0]),
    killService: (name, signal = 'SIGKILL') => void process.kill(pidOf(name), signal),
    revived: (name, pid) => within(60_000, () => pidOf(name) !== pid, `${name} was not started again`),
    stop: (signal = 'SIGTERM') => ended(child, signal),
    async close() {
      await ended(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The environment of a command about a circuit in this folder. Compiled code is shared by all tests, so that each start need not compile. */
export const environmentFor = (home: Home): NodeJS.ProcessEnv => ({
  ...process.env,
  CHANCERY_HOME: home.folder,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(repository, '.chancery/compile-cache'),
});

async function isReady(home: Home, child: ChildProcess, output: readonly string[]): Promise<void> {
  try {
    await within(120_000, () => readReady(home)?.pid === child.pid || child.exitCode !== null, 'The circuit is not ready');
  } finally {
    if (readReady(home)?.pid !== child.pid) child.kill('SIGTERM');
  }
  if (readReady(home)?.pid !== child.pid) throw new Error(`The circuit did not start:\n${output.join('')}`);
}

const doorsOf = (home: Home, name: ProcessName): Doors =>
  openDatabases(home.postgres, Number(readFileSync(join(home.postgres, 'port'), 'utf8'))).doorsOf(name);

function readyOf(home: Home): Ready {
  const ready = readReady(home);
  if (!ready) throw new Error('The circuit is not ready.');
  return ready;
}

function pidIn({ services }: Ready, name: ServiceName): number {
  const service = services.find((each) => each.name === name);
  if (!service) throw new Error(`The circuit has no ${name}.`);
  return service.pid;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const end = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return end;
}

/** Waits for a condition that comes true by itself; throws what did not happen. */
export async function within(milliseconds: number, isTrue: () => boolean | Promise<boolean>, failure: string): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await pause(100)) {
    if (await isTrue()) return;
  }
  throw new Error(`${failure} within ${milliseconds / 1000} s.`);
}
