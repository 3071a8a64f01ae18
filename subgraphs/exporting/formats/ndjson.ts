import type { Format } from './format.ts';

/** A JSON object for each row, each on a line of its own. Nothing runs what stands in it: texts are as they are. */
export const ndjson: Format = {
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  mostRows: Number.MAX_SAFE_INTEGER,
  async *bytesOf({ columns }, pages) {
    const names = columns.map(({ name }) => JSON.stringify(name));
    for await (const page of pages) {
      const lines = page.map((row) => `{${row.map((cell, index) => `${names[index]}:${JSON.stringify(cell)}`).join(',')}}\n`);
      yield Buffer.from(lines.join(''));
    }
  },
};
