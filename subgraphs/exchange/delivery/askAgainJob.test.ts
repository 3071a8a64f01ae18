import { describe, expect, it } from 'vitest';
import { type AskAgainJob, bothOf } from './askAgainJob.ts';

const job = (change: Partial<AskAgainJob> = {}): AskAgainJob => ({
  perimeter: 'finance',
  knownAt: '2026-03-02T00:00:00.000Z',
  there: 50,
  before: { deliveredAt: '2026-03-01T00:00:00.000Z', id: 'b' },
  withClosures: false,
  closuresBefore: null,
  ...change,
});

const closed = { closedAt: '2026-03-01T00:00:00.000Z', id: 'c' };

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
    [
      'tells of them from where the only one goes on',
      { withClosures: true, closuresBefore: closed },
      { withClosures: true, closuresBefore: closed },
    ],
  ] as const)('%s', (_, change, expected) => {
    for (const both of [bothOf(job(), job(change)), bothOf(job(change), job())]) expect(both).toEqual(job({ ...expected, there: 0 }));
  });

  it('knows a job that an earlier release of ours has left', () => {
    const { closuresBefore: _, ...left } = job({ withClosures: true });
    const begun = job({ withClosures: true, closuresBefore: closed });
    for (const both of [bothOf(left, job()), bothOf(left, left), bothOf(left, begun), bothOf(begun, left)])
      expect(both).toMatchObject({ withClosures: true, closuresBefore: null });
  });

  it('tells anew of closures where one of them begins with them', () => {
    const [begun, anew] = [job({ withClosures: true, closuresBefore: closed }), job({ withClosures: true })];
    for (const both of [bothOf(begun, anew), bothOf(anew, begun)]) expect(both).toMatchObject({ withClosures: true, closuresBefore: null });
  });
});
