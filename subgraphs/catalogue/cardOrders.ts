import { Refusal } from '@chancery/domain';
import type { CursorSeal } from './cursorSeal.ts';
import { Prisma } from './prisma/client/client.ts';
import type { SoughtWords } from './soughtWords.ts';

/** How a list of documents can be ordered. */
export type DocumentOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST' | 'TITLE' | 'RELEVANCE';

/** An order of cards by a key and, where that is the same, by id. */
export interface CardOrder {
  readonly name: DocumentOrder;
  /** What the rows are ordered by, as text, before their id. */
  readonly key: Prisma.Sql;
  readonly orderBy: Prisma.Sql;
  /** The rows that come behind a place. */
  behind(key: string, id: string): Prisma.Sql;
}

// A title that is unknown here comes last. The same expression stands in the index `card_by_title`.
const title = Prisma.sql`lower(coalesce(title, U&'\\+10FFFF'))`;
const date = Prisma.sql`document_date::text`;

const orders: Readonly<Record<Exclude<DocumentOrder, 'RELEVANCE'>, Omit<CardOrder, 'name'>>> = {
  NEWEST_FIRST: {
    key: date,
    orderBy: Prisma.sql`document_date DESC, id DESC`,
    behind: (key, id) => Prisma.sql`(document_date, id) < (${key}::date, ${id})`,
  },
  OLDEST_FIRST: {
    key: date,
    orderBy: Prisma.sql`document_date, id`,
    behind: (key, id) => Prisma.sql`(document_date, id) > (${key}::date, ${id})`,
  },
  TITLE: {
    key: title,
    orderBy: Prisma.sql`${title}, id`,
    behind: (key, id) => Prisma.sql`(${title}, id) > (${key}, ${id})`,
  },
};

/** An order by (key, id), so that a page begins behind the last one whatever was written meanwhile. Throws `BAD_INPUT` for relevance to nothing. */
export function cardOrder(name: DocumentOrder, words: SoughtWords | null): CardOrder {
  if (name !== 'RELEVANCE') return { name, ...orders[name] };
  if (words === null) throw new Refusal('BAD_INPUT', 'RELEVANCE takes words in filter.text.');
  // What a card is worth depends on nothing but the card: others that are written meanwhile move it nowhere. Long texts hold more words.
  const rank = Prisma.sql`ts_rank(words, ${words.query}, 1)`;
  return {
    name,
    key: Prisma.sql`${rank}::text`,
    orderBy: Prisma.sql`${rank} DESC, id DESC`,
    behind: (key, id) => Prisma.sql`(${rank}, id) < (${key}::float4, ${id})`,
  };
}

/** The rows behind a cursor that this list gave; throws `CURSOR_INVALID`. */
export function behindCursor({ name, behind }: CardOrder, seal: CursorSeal, cursor: string): Prisma.Sql {
  const [order, key = '', id = ''] = seal.opened(cursor, 3).map(String);
  if (order !== name) throw new Refusal('CURSOR_INVALID');
  return behind(key, id);
}
