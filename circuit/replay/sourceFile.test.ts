import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countRows, openSource, takeRows } from './sourceFile.ts';

const header = 'sender_code,sender_acronym,sender_name,rin,title,stage,date_received,date_completed,decision';
const row = '0579,APHIS,Animal and Plant Health Inspection Service,0579-AC92,Scrapie in Sheep,Final Rule,2018-09-06,2018-10-01,Consistent';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (bytes: Buffer): void => writeFileSync(join(folder, 'oira_reviews.csv.gz'), bytes);

describe('a register', () => {
  it('is read row by row', async () => {
    write(gzipSync(`${[header, row, row].join('\n')}\n`));
    expect(await countRows(openSource(folder))).toBe(2);
    expect(await takeRows(openSource(folder), [2])).toEqual([[2, expect.objectContaining({ rin: '0579-AC92' })]]);
  });

  it.each([
    ['is no archive', Buffer.from('hi'), 'oira_reviews.csv.gz: it is no whole gzip archive.'],
    ['is cut off', gzipSync(`${header}\n${row}\n`).subarray(0, 60), 'oira_reviews.csv.gz: it is no whole gzip archive.'],
    ['lacks a column', gzipSync('sender_code,title\n1,2\n'), 'its first line does not name sender_acronym, sender_name, rin, stage'],
    ['has a row of other columns', gzipSync(`${header}\na,b\n`), 'oira_reviews.csv.gz:2: Invalid Record Length'],
  ])('that %s is told by its place', async (_, bytes, said) => {
    write(bytes);
    await expect(countRows(openSource(folder))).rejects.toThrow(said);
  });
});
