import { fileLimits } from '@chancery/domain';
import type { Perimeter } from '../perimeter.ts';
import { dropUnheld } from '../tables/unheldFiles.ts';

const PAGE = 100;

/** §4.10 Files that were uploaded and never attached, or came for a consignment that never did, go once nobody can attach them any more. */
export async function dropFiles({ db, files }: Pick<Perimeter, 'db' | 'files'>, now: Date): Promise<void> {
  // Twice as long as an upload may wait: whoever attaches one in the last moment still finds it.
  const before = new Date(now.getTime() - 2 * fileLimits.uploadMs);
  for (;;) {
    const places = await db.$transaction((tx) => dropUnheld(tx, before, PAGE));
    for (const place of places) await files.remove(place);
    if (places.length < PAGE) return;
  }
}
