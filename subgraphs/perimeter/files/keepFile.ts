import type { Readable } from 'node:stream';
import type { Perimeter } from '../perimeter.ts';
import { type Bringer, enterFile } from '../tables/files.ts';
import type { Announced, KeptFile } from './fileStore.ts';

/** §4.11 Takes a file in. The same content twice is kept once: what came second is thrown away once it is certain that it is the same. */
export async function keepFile({ db, files }: Perimeter, announced: Announced, bringer: Bringer, body: Readable): Promise<KeptFile> {
  const began = new Date();
  const came = await files.keep(announced, body);
  // Where this fails nobody knows whether it was entered: bytes without an entry harm nobody and are swept up later, an entry without bytes would.
  const kept = await enterFile(db, came, bringer, { began, now: new Date() });
  if (kept.place !== came.place) await files.remove(came.place);
  return kept;
}
