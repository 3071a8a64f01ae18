import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDisorder } from './register.ts';

describe('a register', () => {
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
