import type { JWK } from 'jose';
import type { InstitutionEntry, SealEntry } from './directoryEntries.ts';

/** What is sealed is dated when it was asked for: a seal that was made meanwhile is younger, by as long as an answer may take. */
const datedBeforeMs = 60_000;
/** How far the clocks of two servers of one perimeter may be apart. */
const clocksApartMs = 5_000;

/**
 * §5.9 Whether a seal was in force at a moment: from its beginning until its end, both by the clock of the perimeter that seals and dates what it seals.
 * What is no moment was at no time; a seal that ended with its beginning was taken back as a whole.
 */
export function wasInForce({ from, until }: Pick<SealEntry, 'from' | 'until'>, moment: number): boolean {
  if (until === from) return false;
  return moment >= Date.parse(from) - datedBeforeMs && (until === null || moment < Date.parse(until) + clocksApartMs);
}

/** The seal of an institution that has this public half, where the directory knows it. */
export const sealOf = (institution: Pick<InstitutionEntry, 'seals'> | undefined, key: JWK): SealEntry | undefined =>
  institution?.seals.find((seal) => isSameKey(seal.key, key));

/** Whether two public keys are the same point. */
export const isSameKey = (one: JWK, other: JWK): boolean => one.x === other.x && one.y === other.y;
