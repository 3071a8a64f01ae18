import type { Readable } from 'node:stream';
import { Refusal } from '@chancery/domain';
import { sqlTransaction } from '@chancery/kernel';
import type { PerimeterTransaction } from '../database.ts';
import type { Perimeter } from '../perimeter.ts';
import { type Bringer, enterFile, replaceFile } from '../tables/files.ts';
import type { Announced, KeptFile } from './fileStore.ts';

/** Asked once the bytes are there, in the transaction that enters them: a refusal that it throws has them thrown away. */
export type MayEnter = (tx: PerimeterTransaction) => Promise<void>;

/**
 * §4.11 Takes a file in. The same content twice is kept once: what came second is thrown away once it is certain that it is the same, and that the first is
 * still there; where the store has lost it, the second takes its place.
 */
export async function keepFile(
  { db, files }: Pick<Perimeter, 'db' | 'files'>,
  announced: Announced,
  bringer: Bringer,
  body: Readable,
  mayEnter: MayEnter = async () => undefined,
): Promise<KeptFile> {
  const began = new Date();
  const came = await files.keep(announced, body);
  try {
    const kept = await sqlTransaction(db, async (tx) => {
      await mayEnter(tx);
      return enterFile(tx, came, bringer, { began, now: new Date() });
    });
    if (kept.place === came.place || ((await files.hasBytes(kept)) === false && (await replaceFile(db, kept, came)))) return came;
    await files.remove(came.place);
    return kept;
  } catch (error) {
    // Where anything else fails nobody knows whether it was entered: bytes without an entry harm nobody and are swept up later, an entry without bytes would.
    if (error instanceof Refusal) await files.remove(came.place);
    throw error;
  }
}
