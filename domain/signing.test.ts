import { describe, expect, it } from 'vitest';
import { Refusal } from './errors.ts';
import { missingContent, requireContent } from './signing.ts';

describe('content that is to be signed (§4.2)', () => {
  it('is complete with all that its kind asks for', () => {
    expect(missingContent(['cases', 'region'], { cases: 0, region: 'Kyiv' })).toEqual([]);
    expect(missingContent([], {})).toEqual([]);
  });

  it('is incomplete where a field is left out, null, blank or an empty list', () => {
    expect(missingContent(['a', 'b', 'c', 'd', 'e'], { b: null, c: ' ', d: [], e: ['x'] })).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is refused by the names of what is missing', () => {
    expect(() => requireContent(['court', 'ruledOn'], {})).toThrow(new Refusal('CONTENT_INCOMPLETE', 'Fill in court, ruledOn.'));
  });
});
