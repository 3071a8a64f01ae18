import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of a circuit on this machine: its database, keys, logs, and what it tells others about itself. */
export interface Home {
  readonly folder: string;
  /** The embedded PostgreSQL's files. */
  readonly postgres: string;
  /** Private keys, one file each, readable by their owner only. */
  readonly keys: string;
  readonly logs: string;
  /** Where the replay writes which rows it has finished. */
  readonly replay: string;
  /** Compiled code, so that the next start need not compile it again. */
  readonly cache: string;
  /** Who serves what where, for the services themselves: an array of trust's `ServiceEntry`. */
  readonly services: string;
  /** The public key of the demo token issuer (RFC 7517). */
  readonly jwks: string;
  /** Stands here from when everything has answered until the circuit stops. */
  readonly ready: string;
  /** Names the supervisor that holds the folder. */
  readonly lock: string;
  /** Which demo documents are in. */
  readonly seeds: string;
}

/** The folder of the project. */
export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The home that `CHANCERY_HOME` names, or `.chancery` beside the code. */
export function homeOf(folder = process.env.CHANCERY_HOME || resolve(repository, '.chancery')): Home {
  const at = (name: string) => resolve(folder, name);
  return {
    folder: resolve(folder),
    postgres: at('postgres'),
    keys: at('keys'),
    logs: at('logs'),
    replay: at('replay'),
    cache: at('cache'),
    services: at('services.json'),
    jwks: at('jwks.json'),
    ready: at('ready.json'),
    lock: at('supervisor.lock'),
    seeds: at('seeds.json'),
  };
}

/** The private key file of a service, or of the circuit itself. */
export const keyFile = (home: Home, name: string): string => resolve(home.keys, `${name}.json`);

/** The log file of a service. */
export const logFile = (home: Home, name: string): string => resolve(home.logs, `${name}.log`);
