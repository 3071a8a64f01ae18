import { isChapter } from './citations.ts';
import { placeAt } from './places.ts';
import type { Scan } from './scan.ts';

/** A part of the code that carries out a clause. */
export interface Enforcer {
  readonly clause: string;
  readonly path: string;
  /** The name that is declared there; empty where the whole file is meant. */
  readonly name: string;
  /** Whether it says so itself, or only refuses under the clause. */
  readonly says: boolean;
}

/** Where refusals are listed: nothing is refused there yet. */
const catalogue = 'domain/refusals.ts';

/** Which code carries out which clause: it says so in its words, or refuses under it. */
export function enforcersIn(code: readonly Scan[]): readonly Enforcer[] {
  return code.flatMap(({ path, places, mentions }) =>
    mentions
      .filter(({ clause }) => path !== catalogue && !isChapter(clause))
      .map(({ clause, at, how }) => ({ clause, path, name: placeAt(places, at, 'declaration')?.name ?? '', says: how !== 'refusal' })),
  );
}
