import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopPostgres } from './postgres.ts';
import { isAlive } from './serverProcess.ts';

const prefix = 'chancery-temporary-';

/** A folder for a server that lives no longer than this process. Servers of processes that were killed are stopped and removed on the way. */
export async function temporaryFolder(): Promise<string> {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) {
    if (!isAlive(Number(name.slice(prefix.length).split('-')[0]))) await removeTemporary(join(tmpdir(), name));
  }
  for (let number = 1; ; number++) {
    const folder = join(tmpdir(), `${prefix}${process.pid}-${number}`);
    if (existsSync(folder)) continue;
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }
}

/** Stops the server of a temporary folder, if one runs, and removes the folder. */
export async function removeTemporary(folder: string): Promise<void> {
  await stopPostgres(folder);
  rmSync(folder, { recursive: true, force: true });
}
