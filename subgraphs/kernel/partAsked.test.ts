import { describe, expect, test } from 'vitest';
import { partAsked } from './partAsked.ts';

describe('a part of a file of 100 bytes', () => {
  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=0-99', 0, 100],
    ['bytes=99-', 99, 100],
    ['bytes=-1', 99, 100],
    ['bytes=-500', 0, 100],
    ['bytes=50-500', 50, 100],
    ['BYTES=1-2', 1, 3],
  ])('%s is from %i to before %i', (range, from, to) => {
    const { status, headers, part } = partAsked(range, 100);
    expect({ status, part }).toEqual({ status: 206, part: { from, to } });
    expect(headers).toEqual({ 'content-range': `bytes ${from}-${to - 1}/100`, 'content-length': String(to - from) });
  });

  test.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s is not there', (range) => {
    expect(partAsked(range, 100)).toEqual({ status: 416, headers: { 'content-range': 'bytes */100', 'content-length': '0' }, part: null });
  });

  test.each([
    null,
    '',
    'bytes',
    'bytes=',
    'bytes=a-b',
    'bytes=5-1',
    'lines=0-1',
    'bytes=0-0,5-6',
    `bytes=${'0-1,'.repeat(100)}`,
    'bytes=--5',
  ])('%s is no part: the whole file answers', (range) => {
    expect(partAsked(range, 100)).toEqual({ status: 200, headers: { 'content-length': '100' }, part: { from: 0, to: 100 } });
  });
});
