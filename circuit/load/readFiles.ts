import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** The rows of a small CSV file, by the names in its first line. */
export const rowsOf = <Row>(path: string): readonly Row[] => parse(readFileSync(path), { columns: true, bom: true }) as Row[];

/** The lines of a gzipped file. */
export const linesOf = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY });

/** A text that is not longer than its field takes, with a sign that something was cut. */
export const cut = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`);

/** Nothing where nothing stands. */
export const orNone = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text === '' ? null : text;

/** The day of a moment: `2023-09-08` of `2023-09-08T04:00:00Z`. */
export const dayOf = (moment: string | null | undefined): string | null => orNone(moment)?.slice(0, 10) ?? null;
