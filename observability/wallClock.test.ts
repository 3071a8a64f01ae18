import { afterEach, describe, expect, it, vi } from 'vitest';
import { since1970 } from './wallClock.ts';

/** Longer than the system's word is good. */
const LATER_MS = 1_001;
const later = () => performance.now() + LATER_MS;

afterEach(() => {
  vi.restoreAllMocks();
  since1970(later());
});

describe('a moment of this process', () => {
  it('is told as the system has the time', () => {
    since1970(later());
    expect(Math.abs(since1970(performance.now()) - Date.now())).toBeLessThan(50);
  });

  it('is told by the clock as it was set, a second later', () => {
    const day = 86_400_000;
    const real = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => real() + day);
    expect(since1970(later()) - LATER_MS - real()).toBeGreaterThan(day - 50);
  });

  it('stands before those that come after it', () => {
    const moments = Array.from({ length: 200 }, () => since1970(performance.now()));
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  });
});
