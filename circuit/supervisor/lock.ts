import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readJson } from './files.ts';
import type { Home } from './home.ts';

/** Who holds a circuit's folder. `birth` tells a process from a later one that was given the same pid. */
export interface Holder {
  readonly pid: number;
  readonly birth: string | null;
}

/** Another supervisor runs on the same folder. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  readonly pid: number;

  constructor(pid: number, folder: string) {
    super(`A circuit runs on ${folder} already (pid ${pid}). Stop it first: kill ${pid}`);
    this.pid = pid;
  }
}

/**
 * Takes the folder for this process; throws `AlreadyRunning` while a living supervisor holds it. A lock that a dead one
 * left is taken over. The answer gives it back.
 */
export function takeLock(home: Home): () => void {
  const own: Holder = { pid: process.pid, birth: birthOf(process.pid) };
  const draft = `${home.lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    for (let tries = 0; tries < 5; tries += 1) {
      if (linked(draft, home.lock)) return () => release(home.lock, own);
      const holder = liveHolder(home);
      if (holder) throw new AlreadyRunning(holder.pid, home.folder);
      setAside(home.lock);
    }
    throw new Error(`The lock ${home.lock} cannot be taken.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The living supervisor that holds the folder, if any. */
export function liveHolder(home: Home): Holder | undefined {
  const holder = readJson<Holder>(home.lock);
  return isHeld(holder) ? holder : undefined;
}

/** Whether a process with this pid runs. One that is dead and not yet buried by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && statOf(pid)?.[0] !== 'Z';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const isHeld = (holder: Holder | undefined): boolean =>
  holder !== undefined && isAlive(holder.pid) && (holder.birth === null || birthOf(holder.pid) === holder.birth);

// Only Linux tells cheaply when a process began (proc(5), field 22); elsewhere the pid alone must do.
const birthOf = (pid: number): string | null => statOf(pid)?.[19] ?? null;

/** What Linux says of a process from its state on (proc(5), `stat` from field 3); undefined elsewhere. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

// A link is made whole or not at all, so nobody ever reads half a lock.
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

// Of two that find the same stale lock, only one can rename it away; the slower may catch the winner's fresh one and puts it back.
function setAside(lock: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (isHeld(readJson<Holder>(aside))) linked(aside, lock);
    rmSync(aside);
  } catch {
    // Nothing was there any more.
  }
}

function release(lock: string, own: Holder): void {
  if (readJson<Holder>(lock)?.pid === own.pid) rmSync(lock, { force: true });
}
