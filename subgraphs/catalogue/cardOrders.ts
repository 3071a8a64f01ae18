import { Refusal } from '@chancery/domain';
import { decodeCursor } from '@chancery/kernel';
import { Prisma } from './prisma/client/client.ts';

/** How a list of documents can be ordered. */
export type DocumentOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST' | 'TITLE';

interface CardOrder {
  /** What the rows are ordered by, as text, before their id. */
  readonly key: Prisma.Sql;
  readonly orderBy: Prisma.Sql;
  /** The rows that come behind a place. */
  behind(key: string, id: string): Prisma.Sql;
  isKey(text: string): boolean;
}

// A title that is unknown here comes last. The same expression stands in the index `card_by_title`.
const title = Prisma.sql`lower(coalesce(title, U&'\\+10FFFF'))`;
const date = Prisma.sql`document_date::text`;

/** Each order by (key, id), so that a page begins behind the last one whatever was written meanwhile. */
export const cardOrders: Readonly<Record<DocumentOrder, CardOrder>> = {
  NEWEST_FIRST: {
    key: date,
    orderBy: Prisma.sql`document_date DESC, id DESC`,
    behind: (key, id) => Prisma.sql`(document_date, id) < (${key}::date, ${id})`,
    isKey: isDay,
  },
  OLDEST_FIRST: {
    key: date,
    orderBy: Prisma.sql`document_date, id`,
    behind: (key, id) => Prisma.sql`(document_date, id) > (${key}::date, ${id})`,
    isKey: isDay,
  },
  TITLE: {
    key: title,
    orderBy: Prisma.sql`${title}, id`,
    behind: (key, id) => Prisma.sql`(${title}, id) > (${key}, ${id})`,
    isKey: (text) => !text.includes('\0'),
  },
};

/** The rows behind a cursor of this order; throws `CURSOR_INVALID` for one of another order, or of another list. */
export function behindCursor(order: DocumentOrder, cursor: string): Prisma.Sql {
  const [name, key, id] = decodeCursor(cursor, 3).map(String);
  const isOurs = name === order && key !== undefined && cardOrders[order].isKey(key) && id !== undefined && !id.includes('\0');
  if (!isOurs) throw new Refusal('CURSOR_INVALID');
  return cardOrders[order].behind(key, id);
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
