import { join } from 'node:path';
import { type Databases, type Doors, startPostgres, withFolderLock } from '@chancery/circuit/embedded';
import { migrate } from '@chancery/kernel';
import { inject } from 'vitest';
import { whenFileEnds } from './whenFileEnds.ts';
import './postgres.ts';

/** Databases live for seconds, and there are hundreds: nobody need go through them to see what could be tidied up. */
const settings = { max_wal_size: '512MB', autovacuum_naptime: '1h' };

let server: Promise<Databases> | undefined;
let count = 0;

/** What tests of this file have been given. */
const madeDatabases: string[] = [];

/** The templates of which this process knows that they are migrated. */
const migrated = new Set<string>();

/** The databases of this run's PostgreSQL server; the first who asks starts it. */
export function databases(): Promise<Databases> {
  server ??= startPostgres({ folder: inject('postgresFolder'), durable: false, settings });
  return server;
}

/** An empty database of its own for a test, as its owner opens it; answers its URL. It goes with the run. */
export async function emptyDatabase(purpose = 'empty'): Promise<string> {
  return (await emptyDoors(purpose)).owner;
}

/** An empty database with both its doors: the service's opens onto nothing until it is migrated. */
export async function emptyDoors(purpose = 'empty'): Promise<Doors> {
  return (await databases()).ensureDatabase(nameFor(purpose));
}

/**
 * A database with the kernel's tables and those of a service's migrations, as at its first start; answers the URL by which the service opens it.
 * Migrated once in a run and copied from then on (about 50 ms). It goes with the run.
 */
export async function migratedDatabase(migrations: URL | null): Promise<string> {
  return (await migratedDoors(migrations)).service;
}

/** The same with both its doors: a test looks, and arranges what no command does, as the owner. */
export async function migratedDoors(migrations: URL | null): Promise<Doors> {
  const server = await databases();
  const template = `template_${nameOf(migrations)}`;
  // Copying disconnects whoever uses the template: under the lock nobody does.
  return withFolderLock(join(inject('postgresFolder'), `${template}.lock`), async () => {
    if (!migrated.has(template)) {
      const { owner, service } = await server.ensureDatabase(template);
      await migrate({ url: owner, folder: migrations, service });
    }
    migrated.add(template);
    return server.cloneDatabase(template, nameFor(nameOf(migrations)));
  });
}

/** The owner's URL of the database that a service's URL names. */
export const ownersUrl = async (serviceUrl: string): Promise<string> => (await databases()).ownersUrl(serviceUrl);

/** The URL by which the server's administrator opens the database that another URL names: he may do everything, even end others' connections. */
export async function administratorsUrl(url: string): Promise<string> {
  const administrators = new URL((await databases()).adminUrl);
  administrators.pathname = new URL(url).pathname;
  return administrators.href;
}

/** `subgraphs/exchange/prisma/migrations/` is the exchange's. */
function nameOf(migrations: URL | null): string {
  return migrations?.pathname.split('/').at(-4) ?? 'kernel';
}

/** No two tests of a run share a database, whichever worker runs them. */
function nameFor(purpose: string): string {
  const name = `${purpose}_${process.pid}_${count++}`;
  madeDatabases.push(name);
  whenFileEnds(dropMade);
  return name;
}

async function dropMade(): Promise<void> {
  await (await databases()).dropDatabases(madeDatabases.splice(0));
}
