import { expect, test } from 'vitest';
import { mended, readRow, type SourceRow } from './registerRow.ts';
import { first, spread } from './spread.ts';

const aRow = (facts: Partial<SourceRow> = {}): SourceRow => ({
  sender_code: '0579',
  sender_acronym: 'APHIS',
  sender_name: 'Animal and Plant Health Inspection Service',
  rin: '0579-AC92',
  title: 'Scrapie in Sheep and Goats',
  stage: 'Final Rule',
  date_received: '2018-09-06',
  date_completed: '2018-10-01',
  decision: 'Consistent with Change',
  ...facts,
});

test('reads a row as a letter with the decision on it', () => {
  expect(readRow(7, aRow())).toEqual({
    number: 7,
    sender: 'US0579',
    senderName: 'Animal and Plant Health Inspection Service',
    title: 'Scrapie in Sheep and Goats',
    reference: '0579-AC92',
    stage: 'Final Rule',
    documentDate: '2018-09-06',
    decision: { text: 'Consistent with Change', on: '2018-10-01' },
  });
});

test.each([
  ['no name', { sender_name: '' }, 'APHIS'],
  ['no name and no acronym', { sender_name: '', sender_acronym: '' }, '0579'],
])('names a sender with %s', (_, facts, name) => {
  expect(readRow(1, aRow(facts))).toHaveProperty('senderName', name);
});

test('leaves a pending row without a decision', () => {
  expect(readRow(1, aRow({ decision: '', date_completed: '' }))).toHaveProperty('decision', null);
  expect(readRow(1, aRow({ decision: '' }))).toHaveProperty('decision', null);
});

test.each([
  ['without a title', { title: ' ' }, 'no title'],
  ['that OMB sent to itself', { sender_code: '0348' }, 'to itself'],
  ['with a sender that is no code', { sender_code: 'A/B' }, "sender's code"],
  ['with a day that the calendar lacks', { date_received: '2018-02-30' }, 'date of receipt'],
  ['with a month that the calendar lacks', { date_received: '2018-13-01' }, 'date of receipt'],
  ['with a title that no document takes', { title: 'a'.repeat(501) }, 'title takes 500'],
  ['with a decision that no resolution takes', { decision: 'a'.repeat(501) }, 'decision takes 500'],
  ['with a date that is none', { date_received: 'None' }, 'date of receipt'],
])('finds a row bad %s', (_, facts, reason) => {
  expect(readRow(3, aRow(facts))).toEqual({ number: 3, reason: expect.stringContaining(reason) });
});

test('mends what was written in Windows-1252', () => {
  expect(mended('States\u0092 plans \u0096 2,\n 3\u0081')).toBe('States’ plans – 2, 3');
});

test('spreads over the whole file', () => {
  expect(spread(10, 4)).toEqual([1, 3, 6, 8]);
  expect(spread(3, 9)).toEqual([1, 2, 3]);
  expect(spread(0, 9)).toEqual([]);
  expect(new Set(spread(44_382, 2_000)).size).toBe(2_000);
  expect(spread(44_382, 44_381).at(-1)).toBe(44_381);
});

test('takes the first ones when asked to', () => {
  expect(first(10, 3)).toEqual([1, 2, 3]);
  expect(first(2, 3)).toEqual([1, 2]);
});
