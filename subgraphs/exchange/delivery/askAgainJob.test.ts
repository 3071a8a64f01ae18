import { describe, expect, it } from 'vitest';
import { type AskAgainJob, bothOf } from './askAgainJob.ts';

const job = (change: Partial<AskAgainJob> = {}): AskAgainJob => ({
  perimeter: 'finance',
  knownAt: '2026-03-02T00:00:00.000Z',
  there: 50,
  before: { deliveredAt: '2026-03-01T00:00:00.000Z', id: 'b' },
  withClosures: false,
  ...change,
});

describe('what does the work of two askings', () => {
  it.each([
    ['begins anew where one of them does', { before: null }, { before: null }],
    [
      'begins at the newer place',
      { before: { deliveredAt: '2026-03-01T00:00:01.000Z', id: 'a' } },
      { before: { deliveredAt: '2026-03-01T00:00:01.000Z', id: 'a' } },
    ],
    [
      'begins at the later of one moment',
      { before: { deliveredAt: '2026-03-01T00:00:00.000Z', id: 'c' } },
      { before: { deliveredAt: '2026-03-01T00:00:00.000Z', id: 'c' } },
    ],
    ['goes as far back as the one that goes further', { knownAt: '2026-01-01T00:00:00.000Z' }, { knownAt: '2026-01-01T00:00:00.000Z' }],
    ['tells of closures where one of them does', { withClosures: true }, { withClosures: true }],
  ] as const)('%s', (_, change, expected) => {
    for (const both of [bothOf(job(), job(change)), bothOf(job(change), job())]) expect(both).toEqual(job({ ...expected, there: 0 }));
  });
});
