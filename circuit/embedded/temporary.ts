import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, runningServer } from './serverProcess.ts';

const prefix = 'chancery-temporary-';

/**
 * A folder for a server that lives no longer than this process: both go at its exit. What a process left behind that was killed with -9
 * goes when the next one asks.
 */
export function temporaryFolder(): string {
  for (const left of readdirSync(tmpdir()).filter(isLeftBehind)) removeTemporary(join(tmpdir(), left));
  const folder = unusedName();
  mkdirSync(folder, { mode: 0o700 });
  process.once('exit', () => removeTemporary(folder));
  return folder;
}

/** Ends the server of a temporary folder, if one runs, without care for its data, and removes the folder. Synchronous, so that it works in a process that exits. */
export function removeTemporary(folder: string): void {
  const data = join(folder, 'data');
  const server = runningServer(data);
  if (server !== undefined) process.kill(server.pid, 'SIGQUIT');
  for (let patience = 250; patience > 0 && runningServer(data) !== undefined; patience--) pause(20);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Ours, not another user's, and of a process that is no more. */
function isLeftBehind(name: string): boolean {
  if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length).split('-')[0]))) return false;
  return statSync(join(tmpdir(), name), { throwIfNoEntry: false })?.uid === process.getuid?.();
}

function unusedName(): string {
  for (let number = 1; ; number++) {
    const folder = join(tmpdir(), `${prefix}${process.pid}-${number}`);
    if (!existsSync(folder)) return folder;
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
