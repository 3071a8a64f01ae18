import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsignmentState, consignmentMoves, consignmentStates, isFinal } from './consignment.ts';
import { Refusal } from './errors.ts';
import { after } from './lifecycle.ts';

type MoveName = keyof typeof consignmentMoves;

const moves = Object.keys(consignmentMoves) as MoveName[];
const walks = fc.array(fc.constantFrom(...moves), { maxLength: 30 });

/** Every state of a consignment to which these moves are tried in turn; a refused one leaves it where it is. */
function wayOf(walk: readonly MoveName[]): readonly ConsignmentState[] {
  const way: ConsignmentState[] = ['ACCEPTED'];
  for (const name of walk) way.push(tried(name, way.at(-1) ?? 'ACCEPTED'));
  return way;
}

function tried(name: MoveName, state: ConsignmentState): ConsignmentState {
  try {
    return after(consignmentMoves[name], state);
  } catch {
    return state;
  }
}

describe('a consignment', () => {
  it('ends in exactly one final state, whatever is tried and how often', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const ends = new Set(wayOf(walk).filter(isFinal));
        expect(ends.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('can always still come to an end', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const state = wayOf(walk).at(-1) ?? 'ACCEPTED';
        expect(isFinal(wayOf([...walk, state === 'DELIVERED' ? 'register' : 'expire']).at(-1) ?? state)).toBe(true);
      }),
    );
  });

  it('is registered or refused only by way of its delivery', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const way = wayOf(walk);
        if (way.includes('REGISTERED') || way.includes('REFUSED')) expect(way).toContain('DELIVERED');
      }),
    );
  });

  it('neither expires nor is called back once it is delivered', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const way = wayOf(walk);
        if (way.includes('DELIVERED')) expect(way.some((state) => state === 'EXPIRED' || state === 'WITHDRAWN')).toBe(false);
      }),
    );
  });

  it('leaves a final state by no move', () => {
    for (const state of consignmentStates.filter(isFinal))
      for (const name of moves) expect(() => after(consignmentMoves[name], state)).toThrow(Refusal);
  });

  it.each([
    ['withdraw', 'DELIVERED', 'CONSIGNMENT_ALREADY_DELIVERED'],
    ['withdraw', 'EXPIRED', 'CONSIGNMENT_CLOSED'],
    ['register', 'IN_TRANSIT', 'CONSIGNMENT_NOT_DELIVERED'],
    ['register', 'REGISTERED', 'CONSIGNMENT_ALREADY_REGISTERED'],
    ['register', 'REFUSED', 'CONSIGNMENT_REFUSED'],
    ['refuse', 'REGISTERED', 'CONSIGNMENT_ALREADY_REGISTERED'],
    ['refuse', 'WITHDRAWN', 'CONSIGNMENT_CLOSED'],
  ] as const)('refuses to %s from %s with %s', (name, state, code) => {
    expect(() => after(consignmentMoves[name], state)).toThrow(new Refusal(code));
  });
});
