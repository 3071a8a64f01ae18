import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../circuit/supervisor/lock.ts';

const memory = '/dev/shm';
const prefix = 'chancery-tests-';
const enough = 3 * 1024 ** 3;

/**
 * Where a run's databases and folders are: in memory where there is plenty of it (Linux). A run makes and removes some hundred thousand files, and there are
 * disks that take minutes to forget them. Answers what removes it; whoever asks for the system's temporary folder from now on gets this one.
 */
export function keepInMemory(): () => void {
  if (!hasRoom()) return () => undefined;
  for (const left of readdirSync(memory).filter(isLeftBehind)) rmSync(join(memory, left), { recursive: true, force: true });
  const before = process.env.TMPDIR;
  const folder = join(memory, `${prefix}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

function hasRoom(): boolean {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return Math.min(bavail * bsize, freemem()) > enough;
}

const isLeftBehind = (name: string): boolean => name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)));
