import type { InstitutionCode } from '@chancery/domain';
import type { HeldBytes } from '../files/contentStore.ts';
import type { Perimeter } from '../perimeter.ts';
import { longestEntryMs } from '../tables/files.ts';
import { firstEventAt, unknownPlaces } from '../tables/unheldFiles.ts';

/** How many places are looked at in one go, and how often in one sweep: the next one goes on from there. */
const PAGE = 1_000;
const PAGES = 100;

/**
 * §4.11 Throws away bytes that no file has: what a process left that died between keeping them and entering them, or between dropping the entry and
 * the bytes. Only what is so old that nobody enters it any more, and younger than this database: a store that another database knows (a backup was
 * not brought back yet, a folder was named by mistake) loses nothing. Answers where the next sweep goes on: at the beginning, where all was seen.
 */
export async function dropStrays(perimeter: Pick<Perimeter, 'db' | 'files' | 'members'>, behind: string, now: Date): Promise<string> {
  const { db, files } = perimeter;
  const first = await firstEventAt(db);
  if (first === undefined) return '';
  const before = new Date(now.getTime() - 2 * longestEntryMs);
  let place = behind;
  for (let page = 0; page < PAGES; page++) {
    const held = await files.held(place, PAGE);
    const aged = held.filter(({ since }) => since < before && since > first);
    const strays = await unknownPlaces(db, await placesOf(perimeter, aged));
    for (const stray of strays) await files.remove(stray);
    if (held.length < PAGE) return '';
    place = held.at(-1)?.place ?? '';
  }
  return place;
}

/** Two servers may have been given one folder: each leaves alone what is not of its own institutions. */
async function placesOf({ members }: Pick<Perimeter, 'members'>, held: readonly HeldBytes[]): Promise<readonly string[]> {
  const institutions = [...new Set(held.flatMap(({ institution }) => institution ?? []))];
  const served = new Set<InstitutionCode | null>([null]);
  for (const institution of institutions) if (await members.serves(institution)) served.add(institution);
  return held.filter(({ institution }) => served.has(institution)).map(({ place }) => place);
}
