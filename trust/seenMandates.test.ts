import { describe, expect, it } from 'vitest';
import { SeenMandates } from './seenMandates.ts';

describe('the ids of mandates that were seen', () => {
  it('are new once, until they end', () => {
    const seen = new SeenMandates();

    expect(seen.note('a', 35, 1)).toBe('new');
    expect(seen.note('b', 36, 2)).toBe('new');
    expect(seen.note('a', 35, 35)).toBe('seen');
    expect(seen.note('b', 36, 36.5)).toBe('seen');
  });

  it('are refused rather than forgotten where there are too many, and have room again when others end', () => {
    const seen = new SeenMandates(2);
    seen.note('a', 35, 1);
    seen.note('b', 40, 1);

    expect(seen.note('c', 41, 35)).toBe('full');
    expect(seen.note('a', 35, 35)).toBe('seen');
    expect(seen.note('c', 41, 36)).toBe('new');
    expect(seen.note('d', 41, 36)).toBe('full');
  });
});
