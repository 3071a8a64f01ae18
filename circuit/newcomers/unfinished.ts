import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsFolder } from '@chancery/schema';
import { readJson, sweepHalfWritten, writeJson } from '../supervisor/files.ts';
import { repository } from '../supervisor/home.ts';
import type { ContentField } from './contentField.ts';
import type { Newcomer } from './newcomer.ts';

/** What is being done to the members in the code. It stands in a file until it is done: whoever comes after a process that was killed knows what is half written. */
export type Unfinished = Joining | Connecting | Leaving;

interface Joining {
  readonly act: 'joining';
  readonly member: Newcomer;
  /** With others it would be another institution. */
  readonly fields: readonly ContentField[];
}

interface Connecting {
  readonly act: 'connecting';
  readonly member: Pick<Newcomer, 'server' | 'code' | 'name'>;
}

interface Leaving {
  readonly act: 'leaving';
  readonly member: Pick<Newcomer, 'server' | 'code' | 'name'>;
}

const own = join(repository, '.chancery');
const file = join(own, 'members-unfinished.json');

/** Where a folder stands until it is whole, and from when it is to go: beside the code, so that it comes and goes in one step. */
export const aside = { coming: join(own, 'joining'), going: join(own, 'leaving') } as const;

/** What was broken off; undefined where nothing was. */
export const unfinished = (): Unfinished | undefined => readJson<Unfinished>(file);

/** Writes down what is begun, and clears away what an earlier process left half written. */
export function begin(change: Unfinished): void {
  mkdirSync(own, { recursive: true });
  writeJson(file, change);
  clearAside();
  for (const folder of written) sweepHalfWritten(folder);
}

/** All is done: nothing has to be gone on with. */
export function finish(): void {
  clearAside();
  rmSync(file, { force: true });
}

/** How a person ends what was broken off. */
export const howToEnd = ({ act, member: { code, name } }: Unfinished): string => {
  const again = { joining: 'run the same add again, or ', connecting: 'run the same connect again, or ', leaving: '' }[act];
  return `The ${act} of ${name} (${code}) was broken off: first ${again}undo it: npm run institution -- remove --code ${code}`;
};

/** Where files of ours are written whole. */
const written: readonly string[] = [
  own,
  fileURLToPath(operationsFolder),
  join(repository, 'schema'),
  join(repository, 'subgraphs/institutions'),
];

function clearAside(): void {
  for (const folder of Object.values(aside)) rmSync(folder, { recursive: true, force: true });
}
