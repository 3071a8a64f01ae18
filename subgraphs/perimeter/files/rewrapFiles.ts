import type { Perimeter } from '../perimeter.ts';
import { changeWrapping, filesUnderEarlierKeys } from '../tables/fileKeys.ts';

const PAGE = 200;

/** How many keys of files were wrapped anew, and the key of the perimeter that wraps all of them now. */
export interface Rewrapped {
  readonly renewed: number;
  readonly key: string;
}

/**
 * §4.11 Wraps anew, by the key of the perimeter that wraps now, the key of every file of this server that an earlier one wraps. The bytes stay as they are, and
 * can be read all the time. Where a new key comes meanwhile, it goes on with that one: the key it answers is one that no file was found without.
 */
export async function rewrapFiles({ db, files }: Pick<Perimeter, 'db' | 'files'>): Promise<Rewrapped> {
  let renewed = 0;
  for (;;) {
    const key = files.keys.current;
    const page = await filesUnderEarlierKeys(db, key, PAGE);
    for (const file of page) await changeWrapping(db, file, files.rewrap(file));
    renewed += page.length;
    if (page.length < PAGE && files.keys.current === key) return { renewed, key };
  }
}
