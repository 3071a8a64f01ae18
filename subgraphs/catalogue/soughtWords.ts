import { Refusal } from '@chancery/domain';
import { Prisma } from './prisma/client/client.ts';

/** Words that are looked for. */
export interface SoughtWords {
  /** The text as it was given. */
  readonly text: string;
  /** What `words` of a card is asked with. */
  readonly query: Prisma.Sql;
  /** The words that could be misspelt, in small letters. */
  readonly plain: readonly string[];
}

type Part = { readonly is: 'word' | 'phrase' | 'beginning'; readonly text: string; readonly isExcluded: boolean };

const MOST_PARTS = 32;
/** `"a phrase"`, `-"not this one"`, `begin*`, `-not`, `word`. */
const parts = /(-?)"([^"]*)"|(-?)([^\s"]+)/gu;
const saysSomething = /[\p{L}\p{N}]/u;

/**
 * Reads what somebody looks for: words in any form that their language has, `"a phrase"` word for word, `begin*` for words that begin so, and `-` before
 * what is not wanted. In which language the words are can be said (BCP 47); English where it is not. Throws `BAD_INPUT` for more than 32 parts.
 */
export function soughtWords(text: string, language: string | null): SoughtWords {
  const asked = [...text.matchAll(parts)].map(partOf).filter((part) => saysSomething.test(part.text));
  if (asked.length > MOST_PARTS) throw new Refusal('BAD_INPUT', `filter.text takes ${MOST_PARTS} words and phrases.`);
  const dictionary = Prisma.sql`dictionary_of(${language ?? 'en'}, '')`;
  const conditions = asked.map((part) => (part.isExcluded ? Prisma.sql`!!${queryOf(part, dictionary)}` : queryOf(part, dictionary)));
  return {
    text,
    // Nothing is found by what says nothing.
    query: conditions.length === 0 ? Prisma.sql`''::tsquery` : Prisma.sql`(${Prisma.join(conditions, ' && ')})`,
    plain: [...new Set(asked.filter(({ is, isExcluded }) => is === 'word' && !isExcluded).map((part) => part.text.toLowerCase()))],
  };
}

function partOf([, notPhrase = '', phrase, notWord = '', word = '']: RegExpExecArray): Part {
  if (phrase !== undefined) return { is: 'phrase', text: phrase, isExcluded: notPhrase !== '' };
  const isBeginning = word.endsWith('*');
  return { is: isBeginning ? 'beginning' : 'word', text: isBeginning ? word.slice(0, -1) : word, isExcluded: notWord !== '' };
}

function queryOf({ is, text }: Part, dictionary: Prisma.Sql): Prisma.Sql {
  switch (is) {
    case 'word':
      return Prisma.sql`(plainto_tsquery('pg_catalog.simple', ${text}) || plainto_tsquery(${dictionary}, ${text}))`;
    case 'phrase':
      return Prisma.sql`phraseto_tsquery('pg_catalog.simple', ${text})`;
    case 'beginning':
      return Prisma.sql`to_tsquery('pg_catalog.simple', ${`'${text.replaceAll(/['\\]/g, ' ')}':*`})`;
  }
}
