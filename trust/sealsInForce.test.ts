import { describe, expect, it } from 'vitest';
import { sealOf, wasInForce } from './sealsInForce.ts';

const seal = { from: '2026-03-01T10:00:00.000Z', until: '2026-04-01T10:00:00.000Z' };
const at = (moment: string) => wasInForce(seal, Date.parse(moment));

describe('a seal (§5.9)', () => {
  it('is in force from its beginning, less the time of an answer, until its end and what clocks may be apart', () => {
    expect([at('2026-03-01T09:58:59Z'), at('2026-03-01T09:59:01Z'), at('2026-04-01T10:00:04Z'), at('2026-04-01T10:00:05Z')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('has no end before it is ended, and was in force at nothing that is no moment', () => {
    expect(wasInForce({ ...seal, until: null }, Date.parse('2126-03-01T10:00:00Z'))).toBe(true);
    expect(wasInForce({ ...seal, until: null }, Number.NaN)).toBe(false);
    expect(at('no moment')).toBe(false);
    expect(wasInForce({ ...seal, until: seal.from }, Date.parse(seal.from))).toBe(false);
  });

  it('is found by its public half', () => {
    const [one, other] = [
      { kty: 'EC', x: 'a', y: 'b' },
      { kty: 'EC', x: 'a', y: 'c' },
    ];
    expect(sealOf({ seals: [{ key: one, ...seal }] }, { ...one, kid: 'named' })?.until).toBe(seal.until);
    expect(sealOf({ seals: [{ key: one, ...seal }] }, other)).toBeUndefined();
    expect(sealOf(undefined, one)).toBeUndefined();
  });
});
