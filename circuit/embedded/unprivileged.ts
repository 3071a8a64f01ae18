import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, fchownSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** How programs run that refuse to run as root, as a PostgreSQL server does. */
export interface Unprivileged {
  /** Runs a program to its end and answers what it printed; throws with its output when it fails. What it printed goes through the file `log`. */
  run(program: string, args: readonly string[], log: string): Promise<string>;
  /** Lets such programs use a file or folder of ours. */
  share(path: string): void;
}

/**
 * Chooses the way: as ourselves where we are not root; else in a user namespace in which root is shown as nobody, which needs no system user,
 * no change of ownership, and works below a closed home as well; else, where namespaces are off, as the system's nobody.
 */
export function unprivileged(): Unprivileged {
  if (process.getuid?.() !== 0) return through([], {});
  const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534'];
  if (spawnSync('unshare', [...namespace.slice(1), 'true']).status === 0) return through(namespace, {});
  return through([], { uid: idOf('-u'), gid: idOf('-g') });
}

function through(prefix: readonly string[], owner: { readonly uid?: number; readonly gid?: number }): Unprivileged {
  return {
    share(path) {
      if (owner.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid);
    },
    async run(program, args, log) {
      // A server keeps the streams it was started with: given a pipe, we would wait for its end. A file has no such end.
      const stream = openSync(log, 'a', 0o600);
      if (owner.uid !== undefined && owner.gid !== undefined) fchownSync(stream, owner.uid, owner.gid);
      const before = readFileSync(log).length;
      const output = () => readFileSync(log).subarray(before).toString('utf8').trim();
      try {
        const code = await exitCode([...prefix, program, ...args], { stdio: ['ignore', stream, stream], env: neutralLocale(), ...owner });
        if (code !== 0) throw new Error(`${basename(program)} failed (${code}):\n${output()}`);
        return output();
      } finally {
        closeSync(stream);
      }
    },
  };
}

function exitCode([command = '', ...args]: readonly string[], options: SpawnOptions): Promise<number | null> {
  return new Promise((resolve, reject) => {
    spawn(command, args, options).on('error', reject).on('exit', resolve);
  });
}

/** The programs' messages are read by us, and the database's order of text must not depend on the machine. */
function neutralLocale(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', LANG: 'C' };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout) || 65534;
}
