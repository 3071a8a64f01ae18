import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TlsFiles } from '@chancery/trust';

/** The folder of a circuit on this machine: its database, keys, logs, and what it tells others about itself. */
export interface Home {
  readonly folder: string;
  /** The embedded PostgreSQL's files. */
  readonly postgres: string;
  /** Private keys, one file each, readable by their owner only. */
  readonly keys: string;
  /** The certificate authority: its key, readable by its owner only, and its certificate. */
  readonly authority: { readonly key: string; readonly certificate: string };
  /** The services' certificates and their keys: `justice.crt`, `justice.key`. */
  readonly certificates: string;
  /** The certificates of the authorities that services believe: `trusted.pem` beside them. */
  readonly trusted: string;
  /** The certificates come from an authority of somebody else's (`CHANCERY_TLS_FOLDER`): none is issued here. */
  readonly isForeignAuthority: boolean;
  readonly logs: string;
  /** Where the replay writes which rows it has finished. */
  readonly replay: string;
  /** Compiled code, so that the next start need not compile it again. */
  readonly cache: string;
  /** Who serves what where, for the services themselves: an array of trust's `ServiceEntry`. */
  readonly services: string;
  /** The graph that the gateway serves: supergraph and published operations in one file, which it follows. */
  readonly graph: string;
  /** The institutions that this circuit runs a server for beside the first ones; the supervisor follows it. */
  readonly members: string;
  /** Those with systems of their own, which the supervisor does not start: an array of trust's `ServiceEntry`. */
  readonly connected: string;
  /** Why the supervisor could not take in who was to join, by their servers' names. */
  readonly notJoined: string;
  /** Stands here from when everything has answered until the circuit stops. */
  readonly ready: string;
  /** Names the supervisor that holds the folder. */
  readonly lock: string;
  /** Which demo documents are in. */
  readonly seeds: string;
}

/** The folder of the project. */
export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The home that `CHANCERY_HOME` names, or `.chancery` beside the code; its certificates where `CHANCERY_TLS_FOLDER` says. */
export function homeOf(
  folder = process.env.CHANCERY_HOME || resolve(repository, '.chancery'),
  foreign = process.env.CHANCERY_TLS_FOLDER || undefined,
): Home {
  const at = (name: string) => resolve(folder, name);
  const certificates = foreign === undefined ? at('certificates') : resolve(foreign);
  return {
    folder: resolve(folder),
    postgres: at('postgres'),
    keys: at('keys'),
    authority: { key: at('authority/authority.key'), certificate: at('authority/authority.crt') },
    certificates,
    trusted: resolve(certificates, 'trusted.pem'),
    isForeignAuthority: foreign !== undefined,
    logs: at('logs'),
    replay: at('replay'),
    cache: at('cache'),
    services: at('services.json'),
    graph: at('graph.json'),
    members: at('members.json'),
    connected: at('connected.json'),
    notJoined: at('not-joined.json'),
    ready: at('ready.json'),
    lock: at('supervisor.lock'),
    seeds: at('seeds.json'),
  };
}

/** The private key file of a service, or of the circuit itself. */
export const keyFile = (home: Home, name: string): string => resolve(home.keys, `${name}.json`);

/** The certificate of a service, or of the circuit itself, its key, and whom it believes. */
export const certificateFiles = (home: Home, name: string): TlsFiles => ({
  cert: resolve(home.certificates, `${name}.crt`),
  key: resolve(home.certificates, `${name}.key`),
  ca: home.trusted,
});

/** The log file of a service. */
export const logFile = (home: Home, name: string): string => resolve(home.logs, `${name}.log`);

/** The private keys of the embedded token issuer. */
export const keyringFile = (home: Home): string => resolve(home.keys, 'issuer-keys.json');

/** Where a perimeter keeps the bytes of its files, encrypted. */
export const filesFolder = (home: Home, name: string, { CHANCERY_FILES_FOLDER: folder }: NodeJS.ProcessEnv = process.env): string =>
  resolve(folder || resolve(home.folder, 'files'), name);

/** The keys under which a perimeter keeps the keys of its files. */
export const fileKeysFile = (home: Home, name: string, { CHANCERY_FILE_KEYS_FOLDER: folder }: NodeJS.ProcessEnv = process.env): string =>
  resolve(folder || home.keys, `${name}-files.json`);
