import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of 10 ms. */
const TICK_MS = 10;

/** A family of processes: its head and all below it but other families. */
export interface Family {
  readonly name: string;
  readonly pid: number;
}

/** Processor time that each family has used so far, in milliseconds, those of its members included that have ended and were waited for. */
export function processorTime(families: readonly Family[]): ReadonlyMap<string, number> {
  return sums(families, ({ cpuMs }) => cpuMs);
}

/** Memory of each family, in megabytes: what a page shares with others counts by its share (PSS). */
export function residentMemory(families: readonly Family[]): ReadonlyMap<string, number> {
  return sums(families, ({ pid }) => residentOf(pid));
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

function sums(families: readonly Family[], measure: (process: Process) => number): ReadonlyMap<string, number> {
  const all = everyProcess();
  const heads = new Set(families.map(({ pid }) => pid));
  return new Map(families.map(({ name, pid }) => [name, members(all, pid, heads).reduce((sum, each) => sum + measure(each), 0)]));
}

function everyProcess(): readonly Process[] {
  return readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? (statOf(Number(entry)) ?? []) : []));
}

function members(all: readonly Process[], head: number, otherHeads: ReadonlySet<number>): readonly Process[] {
  const own = all.filter(({ pid }) => pid === head);
  const below = all.filter(({ pid, parent }) => parent === head && !otherHeads.has(pid));
  return [...own, ...below.flatMap(({ pid }) => members(all, pid, otherHeads))];
}

// proc_pid_stat(5): after the name in brackets come state, parent, …, utime, stime, cutime, cstime.
function statOf(pid: number): Process | undefined {
  const text = readOrNothing(`/proc/${pid}/stat`);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
  return { pid, parent: Number(fields[1]), cpuMs: ticks * TICK_MS };
}

/** Proportional share where the kernel tells it, so that PostgreSQL's shared buffers count once. */
function residentOf(pid: number): number {
  const share = /^Pss:\s+(\d+) kB/m.exec(readOrNothing(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  const resident = share ?? /^VmRSS:\s+(\d+) kB/m.exec(readOrNothing(`/proc/${pid}/status`) ?? '')?.[1];
  return Number(resident ?? 0) / 1024;
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
