import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { derivedId, newId } from './newId.ts';

describe('a new id', () => {
  it('is never given twice, also when the random bytes are fetched anew', () => {
    const ids = Array.from({ length: 5_000 }, () => newId());

    expect(new Set(ids).size).toBe(5_000);
    expect(ids.every((id) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id))).toBe(true);
  });

  it('uses every letter that it may', () => {
    expect(new Set(Array.from({ length: 500 }, () => newId().slice(10)).join('')).size).toBe(32);
  });
});

describe('an id that is derived', () => {
  it.each([Date.parse('2026-03-01'), 0, Date.parse('1950-06-01'), Date.parse('9999-12-31')])('is always the same: of %d', async (time) => {
    const first = derivedId(time, 'a');
    expect(first).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    await pause(2);
    expect(derivedId(time, 'a')).toBe(first);
  });

  it('is of a time and of a text', () => {
    expect(new Set([derivedId(0, 'a'), derivedId(0, 'b'), derivedId(2, 'a')]).size).toBe(3);
  });
});
