import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import { type Home, logFile } from './home.ts';

/** A log is cut when it is larger; the part before is kept once. */
const LARGEST_LOG = 16 * 1024 * 1024;

/** Opens a service's log for a process that will write to it; the log of the run before becomes `<name>.log.1`. */
export function beginLog(home: Home, name: string): number {
  mkdirSync(home.logs, { recursive: true });
  const file = logFile(home, name);
  if (existsSync(file)) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}

/** Cuts the logs that have grown too large. The writers append, so that they go on at the new end. */
export function boundLogs(home: Home, names: readonly string[]): void {
  for (const file of names.map((name) => logFile(home, name))) {
    if (!existsSync(file) || statSync(file).size < LARGEST_LOG) continue;
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
  }
}

/** Why a service ended before it was there, for a person: what it said of its settings, such as a variable that holds nonsense; else how its log ends. */
export function lastWord(home: Home, name: string): string {
  const [, said] = /(?:^|\n)Error: ([^\n]+)\n(?: +at [^\n]+\n)*\nNode\.js v\S+$/.exec(lastLines(home, name, 30)) ?? [];
  if (said === undefined) return `Its log ends:\n${lastLines(home, name)}`;
  return `${said}\nThe whole of it is in ${logFile(home, name)}`;
}

/** The last lines of a service's log, for an error message. */
export function lastLines(home: Home, name: string, count = 12): string {
  const file = logFile(home, name);
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
