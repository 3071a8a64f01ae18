import { describe, expect, it } from 'vitest';
import { LONGEST_PAUSE_MS, nextPause, pauseBefore } from './pauses.ts';

describe('the pause between two attempts', () => {
  it('doubles from a second', () => {
    expect([1, 2, 3, 4, 5].map(nextPause)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it('is five minutes at most, however many failed', () => {
    expect([9, 10, 100, 10_000].map(nextPause)).toEqual([256_000, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]);
  });

  it('never reaches past the deadline', () => {
    const now = new Date('2026-03-01T10:00:00Z');
    const expiresAt = new Date('2026-03-01T10:00:03Z');

    expect(pauseBefore(1, now, expiresAt)).toBe(1_000);
    expect(pauseBefore(3, now, expiresAt)).toBe(3_000);
    expect(pauseBefore(1, expiresAt, now)).toBe(0);
  });
});
