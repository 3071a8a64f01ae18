import { createReadStream, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, type Info, parse as parseStream } from 'csv-parse';
import { parse } from 'csv-parse/sync';

/** A file of public data cannot be used: where, and why. Nothing of its folder is entered. */
export class Unusable extends Error {
  override readonly name = 'Unusable';

  constructor(at: string, why: string, options?: ErrorOptions) {
    super(`${at}: ${why}`, options);
  }
}

/** A row of a file, and where it stands: `documents.csv.gz:5`. */
export interface Placed<Row> {
  readonly at: string;
  readonly row: Row;
}

/** No row of public data is longer: in characters. */
const LONGEST_ROW = 16_000_000;

/** The rows of a small CSV file, by the names in its first line. Throws `Unusable`. */
export function rowsOf<Row>(path: string, columns: readonly string[]): readonly Row[] {
  try {
    // Its types know of no columns that are named by the first line.
    return parse(readFileSync(path), { columns: (header: string[]) => complete(header, columns), bom: true }) as unknown as readonly Row[];
  } catch (error) {
    throw unusable(path, error);
  }
}

/** The rows of a gzipped CSV file, by the names in its first line. Throws `Unusable`. */
export async function* tableOf<Row>(path: string, columns: readonly string[]): AsyncGenerator<Placed<Row>> {
  const options = { columns: (header: string[]) => complete(header, columns), bom: true, info: true, max_record_size: LONGEST_ROW };
  const rows: AsyncIterable<{ readonly record: Row; readonly info: Info }> = pipeline(
    createReadStream(path),
    createGunzip(),
    parseStream(options),
    () => undefined, // what fails ends the iteration below
  );
  try {
    for await (const { record, info } of rows) yield { at: `${basename(path)}:${info.lines}`, row: record };
  } catch (error) {
    throw unusable(path, error);
  }
}

/** The JSON values of a gzipped file, one a line. Throws `Unusable`. */
export async function* valuesOf<Row>(path: string): AsyncGenerator<Placed<Row>> {
  const text = pipeline(createReadStream(path), createGunzip(), () => undefined).setEncoding('utf8');
  let [number, rest] = [0, ''];
  try {
    for await (const part of text) {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield valueIn(path, ++number, line);
      if (rest.length > LONGEST_ROW)
        throw new Unusable(`${basename(path)}:${number + 1}`, `the line is longer than ${LONGEST_ROW} characters.`);
    }
    if (rest !== '') yield valueIn(path, ++number, rest);
  } catch (error) {
    throw unusable(path, error);
  }
}

function valueIn<Row>(path: string, number: number, line: string): Placed<Row> {
  const at = `${basename(path)}:${number}`;
  return { at, row: readAt(at, () => JSON.parse(line)) };
}

/** Reads something that stands at a place; what it throws is said of that place. */
export function readAt<Result>(at: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof Unusable ? error : new Unusable(at, reasonOf(error), { cause: error });
  }
}

function complete(header: string[], columns: readonly string[]): string[] {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Error(`its first line does not name ${missing.join(', ')}.`);
  return header;
}

function unusable(path: string, error: unknown): Unusable {
  if (error instanceof Unusable) return error;
  const line = error instanceof CsvError && 'lines' in error ? `:${error.lines}` : '';
  return new Unusable(`${basename(path)}${line}`, reasonOf(error), { cause: error });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder.';
  // Whoever reads a row takes it for what it should be.
  if (error instanceof TypeError) return 'something is missing in it, or is of another type than it should be.';
  if (code.startsWith('Z_')) return 'it is no whole gzip archive.';
  return error instanceof Error ? error.message : String(error);
}

/** A text that is not longer than its field takes, with a sign that something was cut. */
export const cut = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`);

/** Nothing where nothing stands. */
export const orNone = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text === '' ? null : text;

/** The day of a moment: `2023-09-08` of `2023-09-08T04:00:00Z`. */
export const dayOf = (moment: string | null | undefined): string | null => orNone(moment)?.slice(0, 10) ?? null;
