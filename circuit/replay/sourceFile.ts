import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tableOf } from '../load/readFiles.ts';
import type { SourceRow } from './registerRow.ts';

/** The register in a folder of the public data. */
export interface SourceFile {
  /** Stands at the head of request ids: the same row of the same file is replayed once. */
  readonly name: string;
  readonly path: string;
}

/** The folder has no register that can be replayed. */
export class NoRegister extends Error {
  override readonly name = 'NoRegister';
}

const FILE = 'oira_reviews.csv.gz';

/** The register of a folder; throws `NoRegister`. */
export function openSource(folder: string): SourceFile {
  const path = join(folder, FILE);
  if (!existsSync(path)) throw new NoRegister(`${folder} has no ${FILE}.`);
  return { name: basename(FILE, '.csv.gz'), path };
}

/** How many rows the register has. Throws `Unusable` where it cannot be read. */
export async function countRows(source: SourceFile): Promise<number> {
  let count = 0;
  await readRows(source, async () => {
    count += 1;
  });
  return count;
}

/** The rows with these numbers, which ascend from 1. */
export async function takeRows(source: SourceFile, numbers: readonly number[]): Promise<readonly (readonly [number, SourceRow])[]> {
  const wanted = new Set(numbers);
  const taken: (readonly [number, SourceRow])[] = [];
  await readRows(source, async (row, number) => {
    if (wanted.has(number)) taken.push([number, row]);
  });
  return taken;
}

const columns = [
  'sender_code',
  'sender_acronym',
  'sender_name',
  'rin',
  'title',
  'stage',
  'date_received',
  'date_completed',
  'decision',
] as const satisfies readonly (keyof SourceRow)[];

async function readRows({ path }: SourceFile, see: (row: SourceRow, number: number) => Promise<void>): Promise<void> {
  let number = 0;
  for await (const { row } of tableOf<SourceRow>(path, columns)) {
    number += 1;
    await see(row, number);
  }
}
