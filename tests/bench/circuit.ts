import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { GatewayClient, type Home, homeOf, type Ready, readIssuerKey, readReady, tokenSource } from '@chancery/circuit';
import type { Family } from './processes.ts';

/** A circuit as `npm start` runs it, in a folder of its own, for as long as a bench needs it. */
export interface BenchCircuit {
  readonly home: Home;
  readonly gateway: GatewayClient;
  readonly ready: Ready;
  /** From the call to everything answering. */
  readonly startMs: number;
  /** The services, PostgreSQL and the supervisor, by name. */
  readonly families: readonly Family[];
  stop(): Promise<void>;
}

const start = fileURLToPath(new URL('../../circuit/commands/start.ts', import.meta.url));

/** A folder for a circuit; `remove` it at the end. */
export function benchFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-bench-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts a circuit in a folder, with more environment where a bench wants it; waits 120 s at most, and throws with what the circuit said. */
export async function startCircuit(folder: string, environment: NodeJS.ProcessEnv = {}): Promise<BenchCircuit> {
  const home = homeOf(folder);
  const startedAt = performance.now();
  mkdirSync(folder, { recursive: true });
  const said = join(folder, 'said.log');
  const words = openSync(said, 'a');
  const env = { ...process.env, ...environment, CHANCERY_HOME: folder };
  const child = spawn(process.execPath, [start], { env, stdio: ['ignore', words, words] });
  closeSync(words);
  while (!existsSync(home.ready)) {
    if (child.exitCode === null && performance.now() - startedAt < 120_000) await pause(10);
    else {
      await stopped(child);
      throw new Error(`The circuit did not start. It said: ${readFileSync(said, 'utf8').slice(-2_000)}`);
    }
  }
  const startMs = performance.now() - startedAt;
  const ready = readReady(home);
  const issuer = readIssuerKey(home);
  if (!ready || !issuer) throw new Error('The circuit is not complete.');
  const postmaster = Number(readFileSync(join(home.postgres, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  return {
    home,
    gateway: new GatewayClient(ready.graphql, tokenSource(issuer)),
    ready,
    startMs,
    families: [...ready.services, { name: 'postgresql', pid: postmaster }, { name: 'supervisor', pid: ready.pid }],
    stop: () => stopped(child),
  };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const end = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await end;
}
