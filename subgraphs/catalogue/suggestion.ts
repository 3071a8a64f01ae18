import type { Caller } from '@chancery/domain';
import type { CatalogueTransaction } from './database.ts';
import { readableCards } from './readableCards.ts';
import type { SoughtWords } from './soughtWords.ts';

/** How like two words are, from 0 to 1, of which one may be meant by the other. */
const LEAST_LIKENESS = 0.4;
/** Shorter ones are like too many others. */
const SHORTEST = 4;

/**
 * The text as it may have been meant, where it holds words that no title has which every official may know of: each is replaced by the word most like
 * it by which the caller finds something. None where no word is misspelt, or nothing is like it. §3.1
 */
export async function suggestionFor(db: CatalogueTransaction, caller: Caller, { text, plain }: SoughtWords): Promise<string | null> {
  const words = plain.filter((word) => word.length >= SHORTEST && /^\p{L}+$/u.test(word));
  if (words.length === 0) return null;
  const meant = await db.$queryRaw<{ sought: string; word: string }[]>`
    SELECT sought, nearest.word FROM unnest(${words}::text[]) AS sought
     CROSS JOIN LATERAL (
       SELECT likest.word FROM (
         SELECT w.word FROM word w WHERE w.word % sought AND similarity(w.word, sought) >= ${LEAST_LIKENESS}
          ORDER BY similarity(w.word, sought) DESC, w.word LIMIT 5) likest
        WHERE EXISTS (SELECT FROM card WHERE words @@ plainto_tsquery('pg_catalog.simple', likest.word) AND ${readableCards(caller)})
        LIMIT 1) nearest
     WHERE NOT EXISTS (SELECT FROM word w WHERE w.word = sought)`;
  if (meant.length === 0) return null;
  const byWord = new Map(meant.map(({ sought, word }) => [sought, word]));
  return text.replaceAll(/\p{L}+/gu, (word) => byWord.get(word.toLowerCase()) ?? word);
}
