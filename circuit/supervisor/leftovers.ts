import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stopPostgres } from '../embedded/index.ts';
import { databaseVariable } from '../services.ts';
import { sweepHalfWritten } from './files.ts';
import { certificateFiles, fileKeysFile, filesFolder, type Home, keyFile } from './home.ts';
import { isAlive } from './lock.ts';
import { readReady, removeReady } from './readyFile.ts';

/** What a killed supervisor said is withdrawn, and its services are waited for: they end by themselves, and their ports are free a moment later. */
export async function leftoversGone(home: Home): Promise<void> {
  const left = servicesIn(home);
  removeReady(home);
  await processesGone(left);
  // Among what was half written is the private key of who was just joining.
  for (const folder of [home.folder, home.keys, ...(home.isForeignAuthority ? [] : [home.certificates])]) sweepHalfWritten(folder);
}

/** Waits until none of these processes runs, five seconds at most. */
export async function processesGone(pids: readonly number[]): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end && pids.some(isAlive); ) await pause(100);
}

/** Everything that an earlier circuit left in the folder goes; certificates of somebody else's authority stay. */
export async function clearFolder(home: Home): Promise<void> {
  await stopPostgres(home.postgres);
  const { keys, authority, certificates, isForeignAuthority } = home;
  const credentials = [keys, dirname(authority.key), ...(isForeignAuthority ? [] : [certificates])];
  for (const owned of [
    ...credentials,
    home.postgres,
    home.logs,
    home.replay,
    home.seeds,
    home.services,
    home.graph,
    home.members,
    home.connected,
    home.notJoined,
  ]) {
    rmSync(owned, { recursive: true, force: true });
  }
}

/**
 * What was kept here for a service that has left goes: its key, its certificate, and where its database has gone too the keys of its files, without
 * which nobody opens what was uploaded there. What an operator keeps elsewhere stays.
 */
export function clearService(home: Home, name: string, environment: NodeJS.ProcessEnv): void {
  const { cert, key } = certificateFiles(home, name);
  const isOurs = !environment[databaseVariable(name)];
  const gone = [keyFile(home, name), ...(home.isForeignAuthority ? [] : [cert, key])];
  if (isOurs && !environment.CHANCERY_FILE_KEYS_FOLDER) gone.push(fileKeysFile(home, name, environment));
  if (isOurs && !environment.CHANCERY_FILES_FOLDER) gone.push(filesFolder(home, name, environment));
  for (const each of gone) rmSync(each, { recursive: true, force: true });
}

/** The processes of the circuit that `ready.json` tells of. */
export function servicesIn(home: Home): readonly number[] {
  const ready = readReady(home);
  return ready === undefined ? [] : [...ready.services.map(({ pid }) => pid), ...(ready.issuer?.pid ? [ready.issuer.pid] : [])];
}
