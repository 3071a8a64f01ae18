import type { Perimeter } from '../perimeter.ts';
import { changeWrapping, filesUnderEarlierKeys } from '../tables/fileKeys.ts';

const PAGE = 200;

/**
 * §4.11 Wraps anew, by the key of the perimeter that wraps now, the key of every file of this server that an earlier one wraps; answers how many there
 * were. The bytes stay as they are, and can be read all the time.
 */
export async function rewrapFiles({ db, files }: Pick<Perimeter, 'db' | 'files'>): Promise<number> {
  let count = 0;
  for (;;) {
    const page = await filesUnderEarlierKeys(db, files.keys.current, PAGE);
    for (const file of page) await changeWrapping(db, file, files.rewrap(file));
    count += page.length;
    if (page.length < PAGE) return count;
  }
}
