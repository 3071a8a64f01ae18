import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { GatewayClient, type Home, homeOf, type Ready, readIssuerKey, readReady, type ServiceName, tokenSource } from '@chancery/circuit';

/** The real supervisor with its nine processes, in a folder of its own. */
export interface ProcessCircuit {
  readonly home: Home;
  readonly gateway: GatewayClient;
  /** What `ready.json` says now. */
  ready(): Ready;
  /** Kills a service's process as an accident would; the supervisor starts it again. */
  killService(name: ServiceName, signal?: NodeJS.Signals): void;
  /** Waits until a service's process is another one than `pid`, and answers. */
  revived(name: ServiceName, pid: number): Promise<void>;
  /** Stops the supervisor by a signal and waits for its end; answers the exit code. The folder stays. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Stops it and removes the folder. */
  close(): Promise<void>;
}

const start = fileURLToPath(new URL('../../circuit/commands/start.ts', import.meta.url));

/** Starts the supervisor and waits until everything answers. Give the folder of an earlier one to find its data again. */
export async function startProcessCircuit(folder = mkdtempSync(join(tmpdir(), 'chancery-home-'))): Promise<ProcessCircuit> {
  const home = homeOf(folder);
  const output: string[] = [];
  const environment = { ...process.env, CHANCERY_HOME: folder };
  const child = spawn(process.execPath, [start], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(String(text)));
  await isReady(home, child, output);
  const issuer = readIssuerKey(home);
  if (!issuer) throw new Error('The circuit has no token issuer.');
  const ready = () => readyOf(home);
  return {
    home,
    gateway: new GatewayClient(ready().graphql, tokenSource(issuer)),
    ready,
    killService: (name, signal = 'SIGKILL') => void process.kill(pidOf(ready(), name), signal),
    revived: (name, pid) => within(30_000, () => pidOf(ready(), name) !== pid, `${name} was not started again`),
    stop: (signal = 'SIGTERM') => ended(child, signal),
    async close() {
      await ended(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(home: Home, child: ChildProcess, output: readonly string[]): Promise<void> {
  try {
    await within(90_000, () => readReady(home)?.pid === child.pid || child.exitCode !== null, 'The circuit is not ready');
  } finally {
    if (readReady(home)?.pid !== child.pid) child.kill('SIGTERM');
  }
  if (readReady(home)?.pid !== child.pid) throw new Error(`The circuit did not start:\n${output.join('')}`);
}

function readyOf(home: Home): Ready {
  const ready = readReady(home);
  if (!ready) throw new Error('The circuit is not ready.');
  return ready;
}

function pidOf({ services }: Ready, name: ServiceName): number {
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
  for (const end = Date.now() + milliseconds; Date.now() < end; await pause(50)) {
    if (await isTrue()) return;
  }
  throw new Error(`${failure} within ${milliseconds / 1000} s.`);
}
