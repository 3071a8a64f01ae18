import { describe, expect, it } from 'vitest';
import { newId } from './newId.ts';

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
