import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './serverProcess.ts';

const beatMs = 1_000;
const silenceMs = 15_000;
const patienceMs = 90_000;

/**
 * Runs `work` while no other process runs work under the same lock file. Waits for the other, at most 90 s.
 * A lock whose holder was killed is broken: at once where its process is gone, after 15 s without a sign of life where the id went to another process.
 */
export async function withFolderLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await acquire(file, Date.now() + patienceMs);
  const beat = setInterval(() => touch(file), beatMs).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

async function acquire(file: string, until: number): Promise<void> {
  while (!take(file)) {
    if (isAbandoned(file)) breakLock(file);
    else if (Date.now() > until) throw new Error(`${file} is held by process ${read(file)}, which does not finish`);
    else await pause(50);
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(file: string): boolean {
  const silence = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (silence < beatMs) return false; // its holder may be about to write its id
  return silence > silenceMs || !isAlive(Number(read(file)));
}

/** Renames first: of two processes that break the same lock only one finds it, and a new holder's lock is put back. */
function breakLock(file: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (isAbandoned(aside)) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // The lock was broken while this process was stopped; its work ends on its own.
  }
}
