import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Home } from '@chancery/circuit';
import { environmentFor } from './processes.ts';

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  readonly pid: number;
  readonly end: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts one of the circuit's commands on a folder, as npm would: `start`, `token`, `rebuild`. */
export function startCommand(name: string, home: Home, words: readonly string[], environment = environmentFor(home)): Running {
  return start(fileURLToPath(new URL('../../', import.meta.url)), name, words, environment);
}

/** Runs a command of a copy of the code to its end. */
export const runIn = (
  folder: string,
  name: string,
  home: Home,
  words: readonly string[],
  environment = environmentFor(home),
): Promise<Ended> => start(folder, name, words, environment).end;

function start(folder: string, name: string, words: readonly string[], environment: NodeJS.ProcessEnv): Running {
  const script = join(folder, `circuit/commands/${name}.ts`);
  const child = spawn(process.execPath, [script, ...words], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    said.stdout += text;
  });
  child.stderr.on('data', (text) => {
    said.stderr += text;
  });
  const end = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...said })));
  return { pid: child.pid ?? 0, end, kill: (signal) => void child.kill(signal) };
}

/** Runs a command to its end. */
export const runCommand = (name: string, home: Home, ...words: readonly string[]): Promise<Ended> => startCommand(name, home, words).end;

/** The processes of a circuit's services that run now, whoever knows of them; by the environment that the supervisor gave them (Linux). */
export function servicesOf({ services }: Home): readonly number[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.filter((pid) => environmentOf(pid).includes(`CHANCERY_SERVICES=${services}`)).map(Number);
}

/** The processes that this one has started, and those that they have, that run now (Linux). */
export function descendantsOf(pid: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? [[Number(entry), parentOf(entry)] as const] : [])),
  );
  const below = (parent: number): readonly number[] =>
    [...parents].filter(([, its]) => its === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

// proc_pid_stat(5): behind the name in brackets come the state and the parent.
function parentOf(pid: string): number {
  const stat = textOf(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

const environmentOf = (pid: string): readonly string[] => textOf(`/proc/${pid}/environ`).split('\0');

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it has ended, or is not ours
  }
}
