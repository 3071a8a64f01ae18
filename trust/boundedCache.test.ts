import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedCache } from './boundedCache.ts';

const key = fc.constantFrom(...'abcdefghij');
const deed = fc.oneof(
  fc.record({ deed: fc.constant('set' as const), key, weight: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ deed: fc.constant('get' as const), key }),
  fc.record({ deed: fc.constant('delete' as const), key }),
);

describe('a bounded cache', () => {
  it('never holds more than it may, and gives what was kept under a key last or nothing', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 80 }), (deeds) => {
        const cache = new BoundedCache<number>(4, 20);
        const kept = new Map<string, { readonly value: number; readonly weight: number }>();
        for (const [at, each] of deeds.entries()) {
          if (each.deed === 'set') {
            cache.set(each.key, at, each.weight);
            kept.set(each.key, { value: at, weight: each.weight });
          } else if (each.deed === 'delete') {
            cache.delete(each.key);
            kept.delete(each.key);
          } else expect([undefined, kept.get(each.key)?.value]).toContain(cache.get(each.key));
          expect(cache.size).toBeLessThanOrEqual(4);
        }
        const held = [...kept].filter(([name]) => cache.get(name) !== undefined);
        expect(held.length).toBe(cache.size);
        expect(held.reduce((sum, [, { weight }]) => sum + weight, 0)).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('keeps what is asked for again and again, however much else is kept for once', () => {
    const cache = new BoundedCache<string>(10, 1_000);
    cache.set('wanted', 'here', 1);
    for (let other = 0; other < 200; other++) {
      cache.set(`once ${other}`, 'x', 1);
      expect(cache.get('wanted')).toBe('here');
    }
    for (let other = 0; other < 20; other++) {
      cache.set(`heavy ${other}`, 'x', 400);
      expect(cache.get('wanted')).toBe('here');
    }
    expect(cache.get('once 0')).toBeUndefined();
  });

  it('does not keep what is heavier than all of it may be, and forgets what stood there before', () => {
    const cache = new BoundedCache<string>(10, 100);
    cache.set('a', 'light', 1);
    cache.set('a', 'heavy', 101);
    expect(cache.get('a')).toBeUndefined();
    expect(cache.size).toBe(0);
  });
});
