import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from './openFolder.ts';

const header = 'documentId,agencyId,documentType,subtype,frDocNum,docketId,postedDate,commentStartDate,commentEndDate,title';
const first = 'FDA-1-1,FDA,Rule,,,FDA-1,2001-02-03T05:00:00Z,,,On seed';
const rows = (...more: readonly string[]): string => `${[header, first, ...more].join('\n')}\n`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-'));
  writeFileSync(join(folder, 'joint_documents.csv'), 'agencyIds,documentIds,title_similarity\n');
  writeFileSync(join(folder, 'agency_map.csv'), 'agencyId,name\nFDA,Food and Drug Administration\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, bytes: string | Buffer): void => writeFileSync(join(folder, file), bytes);
const opened = (): Promise<unknown> => openFolder(folder).catch((error: Error) => `${error.name}: ${error.message}`);

describe('a table of documents', () => {
  it('that is as it should be is read', async () => {
    write('documents.csv.gz', gzipSync(rows(first)));
    expect(await opened()).toMatchObject({ documents: [{ at: 'documents.csv.gz:2' }, { at: 'documents.csv.gz:3' }] });
  });

  it.each([
    ['is cut off', gzipSync(rows()).subarray(0, 60), 'documents.csv.gz: it is no whole gzip archive.'],
    ['is no archive', Buffer.from('documents'), 'documents.csv.gz: it is no whole gzip archive.'],
    ['lacks a column', gzipSync(rows().replace('postedDate', 'posted')), 'documents.csv.gz: its first line does not name postedDate.'],
    ['has a row of other columns', gzipSync(rows('a,b')), 'documents.csv.gz:3: Invalid Record Length'],
    ['has a quote that does not end', gzipSync(rows('"a')), 'documents.csv.gz:3: Quote Not Closed'],
    ['has a row that is huge', gzipSync(rows(`${first}${'x'.repeat(17_000_000)}`)), 'documents.csv.gz:3: Max Record Size'],
    ['has a day that is none', gzipSync(rows(first.replace('2001-02-03', '2001-02-31').replace('1-1', '1-2'))), 'documents.csv.gz:3: '],
    ['has an agency that is none', gzipSync(rows(first.replace(',FDA,', ',../F,'))), 'documents.csv.gz:3: '],
    ['has a document without a title', gzipSync(rows(first.replace('On seed', ''))), 'documents.csv.gz:3: '],
    ['has a document without a number', gzipSync(rows(first.replace('FDA-1-1', ''))), 'documents.csv.gz:3: '],
    ['has a docket that no card holds', gzipSync(rows(first.replace(',FDA-1,', `,${'x'.repeat(5_000)},`))), 'documents.csv.gz:3: '],
    [
      'has two documents of one number',
      gzipSync(rows(first.replace('seed', 'corn'))),
      'documents.csv.gz:3: FDA-1-1 stands at documents.csv.gz:2',
    ],
  ])('that %s is told with file and line', async (_, bytes, said) => {
    write('documents.csv.gz', bytes);
    expect(await opened()).toContain(`Unusable: ${said}`);
  });

  it('without the table beside it is told which', async () => {
    rmSync(join(folder, 'joint_documents.csv'));
    write('documents.csv.gz', gzipSync(rows()));
    expect(await opened()).toBe('Unusable: joint_documents.csv: there is no such file.');
  });
});

it('a file, or a folder that is none, is told so', async () => {
  write('documents.txt', 'x');
  for (const place of [join(folder, 'documents.txt'), join(folder, 'nowhere')])
    await expect(openFolder(place)).rejects.toMatchObject({ name: 'NothingToLoad', message: expect.stringContaining('has none of') });
});

describe('letters and lists', () => {
  it.each([
    ['letters.jsonl.gz', gzipSync('{"date":null}\n{"date":\n'), 'Unusable: letters.jsonl.gz:2: '],
    ['letters.jsonl.gz', gzipSync('{"date":7}\n'), 'Unusable: letters.jsonl.gz:1: '],
    ['letters.jsonl.gz', gzipSync('{"date":"1901-01-01","volume":"a","id":"b","head":"","body":""}\n'), 'Unusable: letters.jsonl.gz:1: '],
    ['fr_documents_1.json', Buffer.from('{"results": ['), 'Unusable: fr_documents_1.json: '],
    ['fr_documents_1.json', Buffer.from('{"results": 7}'), 'Unusable: fr_documents_1.json: it has no list of results.'],
    ['letters.jsonl.gz', gzipSync('null\n'), 'Unusable: letters.jsonl.gz:1: something is missing in it'],
    [
      'fr_documents_1.json',
      Buffer.from('{"results": [{"title": 5}]}'),
      'Unusable: fr_documents_1.json, result 1: something is missing in it',
    ],
    ['fr_issue_1.jsonl.gz', Buffer.from('no'), 'Unusable: fr_issue_1.jsonl.gz: it is no whole gzip archive.'],
  ])('%s with something else in it is told by its place', async (file, bytes, said) => {
    write(file, bytes);
    expect(await opened()).toContain(said);
  });
});
