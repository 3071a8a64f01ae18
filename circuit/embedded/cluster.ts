import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findBinaries, type ServerBinaries } from './binaries.ts';
import { createSecret, passwordOf, readSecret } from './passwords.ts';
import { freePort, isFree } from './ports.ts';
import { settleSecret } from './secretChange.ts';
import { forgetStrangers, runningServer } from './serverProcess.ts';
import { type Unprivileged, unprivileged } from './unprivileged.ts';

/** Values for PostgreSQL's configuration, by its names: `{ max_connections: 300 }`. */
export type ServerSettings = Readonly<Record<string, string | number | boolean>>;

/** A cluster on disk and the programs that serve it. Nothing runs by having one. */
export interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly log: string;
  readonly binaries: ServerBinaries;
  readonly programs: Unprivileged;
}

/** Opens a folder for a cluster. Only its owner may read it. */
export async function openCluster(folder: string): Promise<Cluster> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const programs = unprivileged();
  programs.share(folder);
  return { folder, data: join(folder, 'data'), log: join(folder, 'postgres.log'), binaries: await findBinaries(), programs };
}

/**
 * Creates the cluster's data where there are none. Made beside and renamed, so that whatever is called `data` is whole.
 * The administrator's password passes through a file that lives for a second.
 */
export async function initialise(cluster: Cluster, durable: boolean): Promise<void> {
  if (existsSync(cluster.data)) return;
  const draft = join(cluster.folder, 'data.new');
  const passwordFile = join(cluster.folder, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  createSecret(cluster.folder);
  writeFileSync(passwordFile, passwordOf(readSecret(cluster.folder), 'postgres'), { mode: 0o600 });
  cluster.programs.share(passwordFile);
  const access = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const text = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const speed = ['--no-instructions', ...(durable ? [] : ['--no-sync'])];
  try {
    await cluster.programs.run(cluster.binaries.initdb, ['-D', draft, ...access, ...text, ...speed], cluster.log);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, cluster.data);
}

/** Starts the server, or finds it running, and answers its port and process id. A server that was killed comes up with all that it had committed. */
export async function serve(
  cluster: Cluster,
  settings: ServerSettings,
  port: number | undefined,
): Promise<{ port: number; pid: number; reused: boolean }> {
  const running = await awaitRunning(cluster);
  if (running !== undefined) return { ...running, reused: true };
  forgetStrangers(cluster.data);
  const deadline = Date.now() + 30_000;
  for (let wanted = port ?? lastPort(cluster); ; wanted = undefined) {
    const chosen = wanted !== undefined && (await isFree(wanted)) ? wanted : await freePort();
    if (port !== undefined && chosen !== port) throw new Error(`Port ${port} is taken by another program`);
    try {
      await cluster.programs.run(cluster.binaries.pg_ctl, startArguments(cluster, { ...settings, port: chosen }), cluster.log);
      writeFileSync(join(cluster.folder, 'port'), String(chosen));
      await settleSecret(cluster.folder, chosen);
      return { port: chosen, pid: runningServer(cluster.data)?.pid ?? 0, reused: false };
    } catch (error) {
      // Children of a killed server leave within seconds and hold the data until then; a free port may be taken a moment later.
      if (Date.now() > deadline || !isPassing(error)) throw error;
      await pause(250);
    }
  }
}

/** Stops the server: open transactions are rolled back, what was committed is on disk. Stopping a stopped server does nothing. */
export async function halt(cluster: Cluster): Promise<void> {
  if (runningServer(cluster.data) === undefined) return;
  await cluster.programs.run(cluster.binaries.pg_ctl, ['stop', '-w', '-t', '60', '-m', 'fast', '-D', cluster.data], cluster.log);
}

/** A server that is coming up, or going down, is given the time to say which: it runs when it answers a query. */
async function awaitRunning(cluster: Cluster): Promise<{ port: number; pid: number } | undefined> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(100)) {
    const server = runningServer(cluster.data);
    if (server === undefined) return undefined;
    if (server.port > 0 && (await settleSecret(cluster.folder, server.port))) return server;
  }
  throw new Error(`The PostgreSQL server of ${cluster.folder} runs and does not answer; see ${cluster.log}`);
}

function startArguments(cluster: Cluster, settings: ServerSettings): readonly string[] {
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  return ['start', '-w', '-t', '60', '-D', cluster.data, '-o', flags.join(' ')];
}

function lastPort(cluster: Cluster): number | undefined {
  const file = join(cluster.folder, 'port');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && /pre-existing shared memory block|could not bind|Address already in use/i.test(error.message);
}
