import { describe, expect, it } from 'vitest';
import { MOST_ADDRESSEES, parseAddressees } from './addressees.ts';

const codes = (count: number) => Array.from({ length: count }, (_, index) => `A${index}0`);

describe('the addressees of a dispatch', () => {
  it('are each named once', () => {
    expect(parseAddressees(['FIN', 'MOH', 'FIN'])).toEqual(['FIN', 'MOH']);
  });

  it('are one to two hundred', () => {
    expect(parseAddressees(codes(MOST_ADDRESSEES))).toHaveLength(MOST_ADDRESSEES);
    expect(() => parseAddressees([])).toThrow(expect.objectContaining({ code: 'NO_ADDRESSEE' }));
    expect(() => parseAddressees(codes(MOST_ADDRESSEES + 1))).toThrow(expect.objectContaining({ code: 'TOO_MANY_ADDRESSEES' }));
  });

  it('are codes', () => {
    expect(() => parseAddressees(['fin'])).toThrow(expect.objectContaining({ code: 'MALFORMED_ID' }));
  });
});
