import type { stringify } from 'csv-stringify/sync';
import type { Cell, Column } from '../exportableList.ts';
import { defused } from './defused.ts';
import type { Format } from './format.ts';

/** RFC 4180 in UTF-8. The mark at its beginning is how spreadsheets know that it is UTF-8. */
export const csv: Format = {
  mediaType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  mostRows: Number.MAX_SAFE_INTEGER,
  async *bytesOf({ columns }, pages) {
    const { stringify } = await import('csv-stringify/sync');
    const lines = linesBy(stringify);
    yield Buffer.from(`\uFEFF${lines([columns.map(({ name }) => name)])}`);
    for await (const page of pages) yield Buffer.from(lines(page.map((row) => row.map((cell, index) => textOf(cell, columns[index])))));
  },
};

const linesBy =
  (write: typeof stringify) =>
  (rows: readonly (readonly string[])[]): string =>
    write(
      rows.map((row) => [...row]),
      // Who opens it with another separator, or with several, has the cell in one piece all the same.
      { record_delimiter: 'windows', quoted_match: /[;\t]/ },
    );

/** Texts are defused; what is no text stays what it is. */
function textOf(cell: Cell, column: Column | undefined): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  if (typeof cell !== 'string') return defused(cell.join('; '));
  return column?.type === 'DATE' || column?.type === 'MOMENT' ? cell : defused(cell);
}
