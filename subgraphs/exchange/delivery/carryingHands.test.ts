import { describe, expect, it } from 'vitest';
import { CarryingHands, type Hand } from './carryingHands.ts';

const isTaken = (hand: Hand): boolean => 'giveBack' in hand;
const giveBack = (hand: Hand | undefined): void => {
  if (hand !== undefined && 'giveBack' in hand) hand.giveBack();
};
const lookAgain = (hand: Hand): number => ('lookAgainMs' in hand ? hand.lookAgainMs : 0);

describe('hands that carry files (§7.13)', () => {
  it('are a few from one author to one recipient, whatever others carry there', () => {
    const hands = new CarryingHands();
    const taken = Array.from({ length: 6 }, () => hands.take('justice', 'finance'));
    expect(taken.map(isTaken)).toEqual([true, true, true, true, false, false]);
    expect(isTaken(hands.take('hosted', 'finance'))).toBe(true);
    expect(isTaken(hands.take('justice', 'health'))).toBe(true);
    giveBack(taken[0]);
    expect(isTaken(hands.take('justice', 'finance'))).toBe(true);
    expect(isTaken(hands.take('justice', 'finance'))).toBe(false);
  });

  it('are bounded for one author altogether', () => {
    const hands = new CarryingHands();
    const taken = Array.from({ length: 20 }, (_, index) => hands.take('justice', `recipient ${index}`));
    expect(taken.filter(isTaken)).toHaveLength(16);
  });

  it('are looked for later and later while none comes back, and soon again once one did', () => {
    const hands = new CarryingHands();
    const taken = Array.from({ length: 4 }, () => hands.take('justice', 'finance'));
    const looks = Array.from({ length: 30 }, () => lookAgain(hands.take('justice', 'finance')));
    expect([looks[0], looks[1], looks.at(-1)]).toEqual([150, 300, 3_000]);
    giveBack(taken[0]);
    hands.take('justice', 'finance');
    expect(lookAgain(hands.take('justice', 'finance'))).toBe(150);
  });
});
