import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import readSheet from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import type { Cell, Column } from '../exportableList.ts';
import type { ExportFormat } from '../exportRow.ts';
import type { Page, Sheet } from './format.ts';
import { formats } from './formats.ts';

const columns: readonly Column[] = [
  { name: 'id', type: 'TEXT' },
  { name: 'title', type: 'TEXT' },
  { name: 'parties', type: 'TEXTS' },
  { name: 'count', type: 'INTEGER' },
  { name: 'hours', type: 'NUMBER' },
  { name: 'documentDate', type: 'DATE' },
  { name: 'at', type: 'MOMENT' },
  { name: 'hosted', type: 'BOOLEAN' },
];
const sheet: Sheet = { name: 'documents', columns, madeAt: new Date('2026-03-02T10:00:00Z') };

const day = '2026-03-01';
const at = '2026-03-01T09:30:00.250Z';
const row = (id: string, title: string | null, more: readonly Cell[] = [['JUS', 'FIN'], 7, 1.5, day, at, true]): readonly Cell[] => [
  id,
  title,
  ...more,
];
const rows: Page = [
  row('1', 'Про закупівлю вакцин 🏛, "дуже" термінову'),
  row('2', null, [null, null, null, null, null, null]),
  row('3', '=HYPERLINK("http://evil.example";"Open")', [[], 0, -1.25, '1899-12-31', '0999-01-01T00:00:00.000Z', false]),
  row('4', 'two\r\nlines; and a comma, and a tab\t'),
  row('5', 'control \u0001, _x0041_, \ufffe & <tag> \ud800'),
];

async function* pages(): AsyncGenerator<Page> {
  yield rows.slice(0, 2);
  yield [];
  yield rows.slice(2);
}

async function* none(): AsyncGenerator<Page> {}

async function made(format: ExportFormat, given: AsyncIterable<Page> = pages(), of = sheet): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of formats[format].bytesOf(of, given)) parts.push(part);
  return Buffer.concat(parts);
}

/** The XML of a workbook's sheet, which is its last part. */
function sheetIn(bytes: Buffer): string {
  const begin = bytes.lastIndexOf('xl/worksheets/sheet1.xml', bytes.lastIndexOf('PK\x01\x02') - 1);
  return inflateRawSync(bytes.subarray(begin + 'xl/worksheets/sheet1.xml'.length)).toString();
}

const names = columns.map(({ name }) => name);

describe('CSV', () => {
  const read = (bytes: Buffer): readonly Record<string, string>[] => parse(bytes, { bom: true, columns: true });

  test('is read back cell for cell, with nothing that a spreadsheet would run', async () => {
    const bytes = await made('CSV');
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [first, second, third, fourth] = read(bytes);
    expect(first).toEqual({
      id: '1',
      title: rows[0]?.[1],
      parties: 'JUS; FIN',
      count: '7',
      hours: '1.5',
      documentDate: day,
      at,
      hosted: 'true',
    });
    expect(second).toEqual({ id: '2', title: '', parties: '', count: '', hours: '', documentDate: '', at: '', hosted: '' });
    expect(third).toMatchObject({ title: `'${rows[2]?.[1]}`, count: '0', hours: '-1.25', hosted: 'false' });
    expect(fourth?.title).toBe(rows[3]?.[1]);
  });

  test('of no rows has the names of its columns', async () => {
    expect((await made('CSV', none())).toString()).toBe(`\uFEFF${names.join(',')}\r\n`);
  });
});

test('NDJSON is read back value for value', async () => {
  const lines = (await made('NDJSON')).toString().trimEnd().split('\n');
  const expected = rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])));
  expect(lines.map((line) => JSON.parse(line))).toEqual(expected);
  expect(await made('NDJSON', none())).toHaveLength(0);
});

describe('Parquet', () => {
  const read = async (bytes: Buffer) => {
    const file = new Uint8Array(bytes).buffer;
    return parquetReadObjects({ file });
  };

  test('is read back value for value, with its types', async () => {
    const [first, second, third, fourth, fifth] = await read(await made('PARQUET'));
    const facts = { parties: ['JUS', 'FIN'], count: 7n, hours: 1.5, documentDate: new Date(day), at: new Date(at), hosted: true };
    expect(first).toEqual({ id: '1', title: rows[0]?.[1], ...facts });
    expect(Object.values(second ?? {}).map((value) => value ?? null)).toEqual(['2', null, null, null, null, null, null, null]);
    expect(third).toMatchObject({
      title: rows[2]?.[1],
      parties: [],
      count: 0n,
      hours: -1.25,
      documentDate: new Date('1899-12-31'),
      hosted: false,
    });
    expect(fourth?.title).toBe(rows[3]?.[1]);
    expect(fifth?.title).toBe(String(rows[4]?.[1]).toWellFormed());
  });

  test('of no rows can be read', async () => {
    expect(await read(await made('PARQUET', none()))).toEqual([]);
  });
});

describe('XLSX', () => {
  const read = async (bytes: Buffer) => (await readSheet(bytes, { trim: false }))[0]?.data ?? [];

  test('is read back cell for cell; days and moments are dates, and no cell is a formula', async () => {
    const bytes = await made('XLSX');
    const [head, first, second, third, fourth] = await read(bytes);
    expect(head).toEqual(names);
    expect(first).toEqual(['1', rows[0]?.[1], 'JUS; FIN', 7, 1.5, new Date(day), new Date(at), true]);
    expect(second).toEqual(['2', null, null, null, null, null, null, null]);
    expect(third).toEqual(['3', rows[2]?.[1], null, 0, -1.25, '1899-12-31', '0999-01-01T00:00:00.000Z', false]);
    expect(fourth?.[1]).toBe('two\r\nlines; and a comma, and a tab\t');
  });

  test('says what XML cannot hold as workbooks say it', async () => {
    const xml = sheetIn(await made('XLSX'));
    expect(xml).toContain('control _x0001_, _x005F_x0041_, _xFFFE_ &amp; &lt;tag&gt; \ufffd');
    expect(xml).not.toContain('<f>');
  });

  test('cuts a text that is longer than a cell takes', async () => {
    async function* long(): AsyncGenerator<Page> {
      yield [row('1', 'x'.repeat(40_000))];
    }
    const [, first] = await read(await made('XLSX', long()));
    expect(String(first?.[1])).toHaveLength(32_767);
  });

  test('fails where its rows break off, and is not taken for the whole', async () => {
    async function* broken(): AsyncGenerator<Page> {
      yield rows;
      throw new Error('The database is gone.');
    }
    await expect(made('XLSX', broken())).rejects.toThrow('The database is gone.');
  });
});

test.each(Object.keys(formats) as readonly ExportFormat[])('%s of the same rows is the same, byte for byte', async (format) => {
  expect((await made(format)).equals(await made(format))).toBe(true);
});
