import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { halt, initialise, openCluster, type ServerSettings, serve } from './cluster.ts';
import * as databases from './databases.ts';
import { withFolderLock } from './folderLock.ts';
import { readSecret } from './passwords.ts';
import { type Doors, type RoleLimits, unlimited } from './roles.ts';
import { changeSecret } from './secretChange.ts';
import { runningServer } from './serverProcess.ts';

/** A PostgreSQL server of our own, on the loopback interface, and what is asked of it. */
export interface EmbeddedPostgres extends Databases {
  readonly pid: number;
  /** True when the server was found running. */
  readonly reused: boolean;
  /** Stops the server, whoever started it. */
  stop(): Promise<void>;
}

/** The databases of one server. Names are lower-case letters, digits and `_`. */
export interface Databases {
  readonly port: number;
  /** The URL of the administrator's database. */
  readonly adminUrl: string;
  /** Makes sure that a database exists, with an owner and a service role of its own and closed to others; answers its doors. */
  ensureDatabase(name: string): Promise<Doors>;
  /** The same for several, in one go. */
  ensureDatabases(names: readonly string[], limits: RoleLimits): Promise<readonly Doors[]>;
  /** Copies a database under a new name, opened by the template's roles; answers the copy's doors. Disconnects who uses the template. */
  cloneDatabase(template: string, name: string): Promise<Doors>;
  /** The doors of a database that exists. */
  doorsOf(name: string): Doors;
  /** The owner's URL of the database that a service's URL names. */
  ownersUrl(serviceUrl: string): string;
  /** Drops databases and disconnects who uses them; no error where one is not there. */
  dropDatabases(names: readonly string[]): Promise<void>;
}

/** Where and how an embedded server runs. */
export interface EmbeddedPostgresOptions {
  /** Keeps the data, the log and the secret of the passwords. Created where it is missing. */
  readonly folder: string;
  /** Insists on a port. Without it: the port of the last time, or a free one. */
  readonly port?: number;
  readonly settings?: ServerSettings;
  /** False where data may be lost with the machine's power, as in tests: everything is then faster. */
  readonly durable?: boolean;
}

/** Nine services with pools of ten, their workers and a person with psql; nobody copies the server's log, and statements are short. */
const serviceSettings: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 300,
  shared_buffers: '128MB',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  jit: false,
  update_process_title: false,
};

/** Commits still reach the operating system one by one, so that a killed server loses nothing here either. */
const withoutSync: ServerSettings = { fsync: false, full_page_writes: false };

/**
 * Starts the embedded PostgreSQL of a folder, or finds it running, whoever started it. Works as root too. A server that was killed comes up with
 * all that it had committed. Of several processes that start at once, one starts it and the others find it.
 */
export async function startPostgres({ folder, port, settings, durable = true }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = resolve(folder);
  const cluster = await openCluster(place);
  return withFolderLock(join(place, 'lock'), async () => {
    await initialise(cluster, durable);
    const server = await serve(cluster, { ...serviceSettings, ...(durable ? {} : withoutSync), ...settings }, port);
    const found = openDatabases(place, server.port);
    if (!server.reused) await databases.closeAdministration({ port: server.port, secret: readSecret(place) });
    return { ...found, pid: server.pid, reused: server.reused, stop: () => halt(cluster) };
  });
}

/**
 * Changes the secret of an embedded server from which all passwords follow, and answers how many roles have a new one. The server is started for that and stopped
 * again. Throws where it runs: whoever uses it knows the earlier passwords, and where there is none.
 */
export async function renewSecret(folder: string): Promise<number> {
  const place = resolve(folder);
  if (!existsSync(join(place, 'data'))) throw new Error(`There is no embedded PostgreSQL in ${place}.`);
  const cluster = await openCluster(place);
  return withFolderLock(join(place, 'lock'), async () => {
    if (runningServer(cluster.data) !== undefined)
      throw new Error('The embedded PostgreSQL runs, and who uses it knows its passwords. Stop the circuit first.');
    const { port } = await serve(cluster, serviceSettings, undefined);
    try {
      return await changeSecret(place, port);
    } finally {
      await halt(cluster);
    }
  });
}

/** Stops the embedded server of a folder, whoever started it; no error where none runs. */
export async function stopPostgres(folder: string): Promise<void> {
  const place = resolve(folder);
  if (runningServer(join(place, 'data')) !== undefined) await halt(await openCluster(place));
}

/** Stops it where nobody needs it when it is asked, while nobody can start it; no error where none runs. */
export async function stopPostgresUnless(folder: string, isNeeded: () => boolean): Promise<void> {
  const place = resolve(folder);
  await withFolderLock(join(place, 'lock'), async () => {
    if (!isNeeded()) await stopPostgres(place);
  });
}

/** The databases of an embedded server that is known to run, as in a test's worker process. */
export function openDatabases(folder: string, port: number): Databases {
  const access = { port, secret: readSecret(folder) };
  return {
    port,
    adminUrl: databases.databaseUrl(access, 'postgres', 'postgres'),
    ensureDatabase: async (name) => firstOf(await databases.ensureDatabases(access, [name], unlimited)),
    ensureDatabases: (names, limits) => databases.ensureDatabases(access, names, limits),
    cloneDatabase: (template, name) => databases.cloneDatabase(access, template, name),
    doorsOf: (name) => databases.doorsOf(access, name, name),
    ownersUrl: (serviceUrl) => databases.ownersUrl(access, serviceUrl),
    dropDatabases: (names) => databases.dropDatabases(access, names),
  };
}

function firstOf([doors]: readonly Doors[]): Doors {
  if (doors === undefined) throw new Error('A database that was asked for was not made.');
  return doors;
}
