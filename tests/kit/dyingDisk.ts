import processes from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

type Call = (...words: readonly unknown[]) => unknown;

/** Before a change of the disk, or when half of it is done. */
export const moments = ['before', 'within'] as const;
type Moment = (typeof moments)[number];

/** The disk as it is, for whoever looks at it and puts it back. */
export const disk = { ...fs };
const changes = ['writeFileSync', 'renameSync', 'rmSync', 'mkdirSync', 'symlinkSync', 'utimesSync'] as const;
type Change = (typeof changes)[number];

/** Beyond any that a system gives: no process has it. */
const DEAD_PID = 2 ** 30;

/** What a program that is run writes: its file, and the text, told from what lies there when it runs. */
export type Program = readonly [file: string, text: () => string];

class Died extends Error {}

let left = Number.POSITIVE_INFINITY;
let moment: Moment = 'before';
let died: string | undefined;

/**
 * From now on the process can die at a change of the disk: nothing that it does afterwards comes to anything. Programs that it would run are told by
 * the last part of their names.
 */
export function makeMortal(programs: Readonly<Record<string, Program>>): void {
  for (const name of changes) Object.assign(fs, { [name]: (...words: readonly unknown[]) => change(name, words) });
  const spawnSync = (program: string, words: readonly string[]) => {
    const [file, text] = programs[words[0]?.split('/').at(-1) ?? ''] ?? programs[program] ?? unknown(program, words);
    change('writeFileSync', [file, text()]);
    return { status: 0 };
  };
  Object.assign(processes, { spawnSync });
  syncBuiltinESMExports();
}

/** Where a process died that was to die at the nth change; undefined where it made fewer. */
export function dying(nth: number, when: Moment, run: () => void): string | undefined {
  [left, moment, died] = [nth, when, undefined];
  const { pid } = process;
  Object.defineProperty(process, 'pid', { value: DEAD_PID, configurable: true });
  try {
    run();
  } catch (error) {
    if (!(error instanceof Died)) throw error;
  } finally {
    left = Number.POSITIVE_INFINITY;
    Object.defineProperty(process, 'pid', { value: pid, configurable: true });
  }
  return died;
}

function change(name: Change, words: readonly unknown[]): unknown {
  left -= 1;
  if (left > 0) return (disk[name] as Call)(...words);
  if (died === undefined && moment === 'within') half(name, words);
  died ??= `${moment} ${name} ${String(words[0]).replace(String(DEAD_PID), 'pid')}`;
  throw new Died(died);
}

/** A file is half written, or of a folder a part is gone; all other changes are done or not. */
function half(name: Change, [place, text]: readonly unknown[]): void {
  const path = String(place);
  if (name === 'writeFileSync') disk.writeFileSync(path, String(text).slice(0, String(text).length / 2));
  if (name === 'rmSync' && disk.statSync(path, { throwIfNoEntry: false })?.isDirectory())
    for (const inside of disk.readdirSync(path).slice(0, 1)) disk.rmSync(join(path, inside), { recursive: true });
}

function unknown(program: string, words: readonly string[]): never {
  throw new Error(`What ${program} ${words.join(' ')} writes is not known.`);
}
