import { createHmac, timingSafeEqual } from 'node:crypto';
import { invariant, type Json, Refusal } from '@chancery/domain';
import { decodeCursor } from '@chancery/kernel';
import type { CatalogueTransaction } from './database.ts';

/** Makes the cursors of one list, and knows them again: of another list, and of anybody's invention, it knows none. */
export interface CursorSeal {
  /** The values of a cursor with what shows that they were given here. */
  sealed(place: readonly Json[]): readonly Json[];
  /** The values of a cursor that this list gave; throws `CURSOR_INVALID`. */
  opened(cursor: string, length: number): readonly (string | number)[];
}

const keys = new WeakMap<CatalogueTransaction, Promise<Buffer>>();

/** The seal of a list: what its rows are narrowed and ordered by. Every server of the catalogue has the same key. */
export async function cursorSeal(db: CatalogueTransaction, list: Json): Promise<CursorSeal> {
  const key = await keyOf(db);
  const seal = (place: readonly Json[]) =>
    createHmac('sha256', key)
      .update(JSON.stringify([list, place]))
      .digest('base64url')
      .slice(0, 16);
  return {
    sealed: (place) => [...place, seal(place)],
    opened(cursor, length) {
      const parts = decodeCursor(cursor, length + 1);
      const place = parts.slice(0, -1);
      const given = Buffer.from(String(parts.at(-1)));
      const own = Buffer.from(seal(place));
      if (given.length !== own.length || !timingSafeEqual(given, own)) throw new Refusal('CURSOR_INVALID');
      return place;
    },
  };
}

async function keyOf(db: CatalogueTransaction): Promise<Buffer> {
  const known = keys.get(db) ?? readKey(db);
  keys.set(db, known);
  try {
    return await known;
  } catch (error) {
    keys.delete(db); // it is asked for again
    throw error;
  }
}

async function readKey(db: CatalogueTransaction): Promise<Buffer> {
  const [row] = await db.$queryRaw<{ key: Uint8Array }[]>`SELECT key FROM cursor_key WHERE id = 1`;
  invariant(row, 'the migration made a key');
  return Buffer.from(row.key);
}
