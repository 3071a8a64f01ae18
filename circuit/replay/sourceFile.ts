import { createReadStream, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
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

/** How many rows the register has. */
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

async function readRows({ path }: SourceFile, see: (row: SourceRow, number: number) => Promise<void>): Promise<void> {
  const parser = parse({ columns: true, bom: true });
  await pipeline(createReadStream(path), createGunzip(), parser, async (rows: AsyncIterable<SourceRow>) => {
    let number = 0;
    for await (const row of rows) {
      number += 1;
      await see(row, number);
    }
  });
}
