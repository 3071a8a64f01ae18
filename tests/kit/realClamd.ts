import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Where Debian's `clamav-daemon` puts it. */
const program = '/usr/sbin/clamd';
export const hasClamd = existsSync(program);

/** The real clamd, with one signature of ours and none from the internet. */
export interface RealClamd {
  /** The path of its socket. */
  readonly address: string;
  stop(): Promise<void>;
}

/** What it finds, and how it calls it. */
export const planted = 'chancery-test-pattern-0bd61a50';
export const finding = 'Chancery.Test.Pattern.UNOFFICIAL';
/** The longest file that it looks at. */
export const longestLook = 1024 * 1024;

/** Starts it and waits until it answers; with the signature `engine` takes some seconds to load nothing else. */
export async function startRealClamd(): Promise<RealClamd> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-clamd-'));
  const [database, address, config] = [join(folder, 'signatures'), join(folder, 'clamd.socket'), join(folder, 'clamd.conf')];
  mkdirSync(database);
  // Name, any type of file, anywhere in it, these bytes (ClamAV's extended signatures).
  writeFileSync(join(database, 'chancery.ndb'), `Chancery.Test.Pattern:0:*:${Buffer.from(planted).toString('hex')}\n`);
  const settings = ['Foreground yes', `LocalSocket ${address}`, `DatabaseDirectory ${database}`, `StreamMaxLength ${longestLook}`];
  writeFileSync(config, `${[...settings, 'MaxThreads 4', 'ConcurrentDatabaseReload no'].join('\n')}\n`);
  const child = spawn(program, ['--config-file', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answers(child, address);
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answers(child: ChildProcess, address: string): Promise<void> {
  for (const end = Date.now() + 60_000; !(await isThere(address)); await pause(100))
    if (child.exitCode !== null || Date.now() > end) throw new Error(`clamd does not answer: ${child.stderr?.read() ?? ''}`);
}

async function isThere(address: string): Promise<boolean> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    socket.write('zPING\0');
    const [said] = await once(socket, 'data');
    return String(said).startsWith('PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
