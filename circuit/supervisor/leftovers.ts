import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stopPostgres } from '../embedded/index.ts';
import type { Home } from './home.ts';
import { isAlive } from './lock.ts';
import { readReady, removeReady } from './readyFile.ts';

/** What a killed supervisor said is withdrawn, and its services are waited for: they end by themselves, and their ports are free a moment later. */
export async function leftoversGone(home: Home): Promise<void> {
  const left = servicesIn(home);
  removeReady(home);
  await processesGone(left);
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

/** The processes of the circuit that `ready.json` tells of. */
export function servicesIn(home: Home): readonly number[] {
  const ready = readReady(home);
  return ready === undefined ? [] : [...ready.services.map(({ pid }) => pid), ...(ready.issuer?.pid ? [ready.issuer.pid] : [])];
}
