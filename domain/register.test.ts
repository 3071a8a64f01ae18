import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstitutionCode } from './ids.ts';
import { firstDisorder, registerNumber } from './register.ts';

const jus = parseInstitutionCode('JUS');

describe('a register', () => {
  it('writes its numbers in six digits and more', () => {
    expect(registerNumber(jus, 'OUTGOING', 2026, 17)).toBe('JUS-2026/000017');
    expect(registerNumber(jus, 'INCOMING', 2026, 1_234_567)).toBe('JUS-IN-2026/1234567');
  });

  it('never writes one number for two entries', () => {
    const entries = fc.tuple(
      fc.constantFrom('OUTGOING', 'INCOMING'),
      fc.integer({ min: 2000, max: 2100 }),
      fc.integer({ min: 1, max: 9_999_999 }),
    );
    fc.assert(
      fc.property(entries, entries, (one, other) => {
        const same = one.every((part, index) => part === other[index]);
        expect(registerNumber(jus, ...one) === registerNumber(jus, ...other)).toBe(same);
      }),
    );
  });

  it('is in order whichever way it is read, and not with one entry less, twice or earlier', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 2, maxLength: 30 }), fc.nat(), (pauses, pick) => {
        let at = 1;
        const entries = pauses.map((pause, index) => {
          at += pause;
          return { position: index + 1, registeredAt: at };
        });
        expect(firstDisorder(entries.toReversed())).toBeNull();
        const hit = pick % (entries.length - 1);
        expect(firstDisorder(entries.toSpliced(hit, 1))).not.toBeNull();
        expect(firstDisorder([...entries, entries[hit] ?? { position: 0, registeredAt: 0 }])).not.toBeNull();
        expect(firstDisorder(entries.with(hit + 1, { position: hit + 2, registeredAt: 0 }))).not.toBeNull();
      }),
    );
  });
});
