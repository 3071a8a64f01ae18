import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The server that serves a data folder, as its `postmaster.pid` tells and the process table confirms. `port` is 0 until it is known. */
export function runningServer(data: string): { readonly pid: number; readonly port: number } | undefined {
  const lines = pidFile(data);
  const pid = Number(lines[0]);
  if (!(pid > 0) || !commandOf(pid).includes(data)) return undefined;
  return { pid, port: Number(lines[3]) || 0 };
}

/**
 * After a crash or a reboot the id in `postmaster.pid` may belong to a stranger, and PostgreSQL then refuses to start.
 * Puts an id there that nobody can have. The file stays, because its other lines let PostgreSQL see children of the killed server.
 */
export function forgetStrangers(data: string): void {
  const lines = pidFile(data);
  if (lines.length === 0 || runningServer(data) !== undefined) return;
  writeFileSync(join(data, 'postmaster.pid'), ['999999999', ...lines.slice(1)].join('\n'));
}

/** A process with this id exists, ours or another's. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function pidFile(data: string): readonly string[] {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

/** A process's command line; empty when it is gone, or killed and not yet buried. */
function commandOf(pid: number): string {
  const entry = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self/cmdline')) return existsSync(entry) ? readFileSync(entry, 'utf8').replaceAll('\0', ' ') : '';
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? '';
}
