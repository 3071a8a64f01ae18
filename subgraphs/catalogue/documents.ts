import { type Caller, pageSize } from '@chancery/domain';
import { type Connection, connection } from '@chancery/kernel';
import { behindCursor, type CardOrder, cardOrder, type DocumentOrder } from './cardOrders.ts';
import { cursorSeal } from './cursorSeal.ts';
import type { CatalogueTransaction } from './database.ts';
import { countDocuments, type DocumentFacet, documentFacets, type FacetsArguments, type Known } from './documentFacets.ts';
import { cardConditions, type DocumentFilter, readFilter } from './documentFilter.ts';
import { Prisma } from './prisma/client/client.ts';
import { readableCards } from './readableCards.ts';
import { suggestionFor } from './suggestion.ts';

export interface DocumentsArguments {
  readonly filter?: DocumentFilter | null;
  readonly orderBy?: DocumentOrder | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A document that its author's perimeter answers for. */
interface DocumentReference {
  readonly __typename: 'Document';
  readonly id: string;
}

/** A page of a list, and what is said of the whole list: each part is read when it is asked for, beside the others. */
export interface DocumentPage {
  edges(): Promise<Page['edges']>;
  pageInfo(): Promise<Page['pageInfo']>;
  totalCount(): Promise<number>;
  facets(asked: FacetsArguments): Promise<readonly DocumentFacet[]>;
  suggestion(): Promise<string | null>;
}

type Page = Connection<DocumentReference>;

/** Where lists and statistics of documents come from. */
export interface DocumentSource {
  readonly db: CatalogueTransaction;
  /** Groups with fewer documents are not told. */
  readonly smallestGroup: number;
}

/** §3.1 The documents that a caller may know of, page by page. Throws `BAD_INPUT`, `MALFORMED_ID`, `PAGE_TOO_LARGE`, `CURSOR_INVALID`. */
export async function listDocuments(
  { db, smallestGroup }: DocumentSource,
  caller: Caller,
  asked: DocumentsArguments,
): Promise<DocumentPage> {
  const size = pageSize(asked.first);
  const known: Known = { db, caller, filter: readFilter(asked.filter ?? {}), smallestGroup };
  const order = cardOrder(asked.orderBy ?? 'NEWEST_FIRST', known.filter.words);
  const seal = await cursorSeal(db, [order.name, JSON.stringify(asked.filter ?? {})]);
  const behind = asked.after ? behindCursor(order, seal, asked.after) : null;
  const read = async (): Promise<Page> => {
    const rows = await readCards<Placed>(known, { order, behind, most: size + 1 });
    return connection(rows, size, {
      after: asked.after,
      cursorOf: ({ id, key }) => seal.sealed([order.name, key, id]),
      nodeOf: ({ id }): DocumentReference => ({ __typename: 'Document', id }),
    });
  };
  let page: Promise<Page> | undefined;
  const once = (): Promise<Page> => {
    page ??= read();
    return page;
  };
  return {
    edges: async () => (await once()).edges,
    pageInfo: async () => (await once()).pageInfo,
    totalCount: () => countDocuments(known),
    facets: (facets) => documentFacets(known, facets),
    suggestion: async () => known.filter.words && suggestionFor(db, caller, known.filter.words),
  };
}

/** A card, and where it stands in its list. */
export interface Placed {
  readonly id: string;
  readonly key: string;
}

interface Place {
  readonly order: CardOrder;
  /** The rows that come behind the last page; null for the first. */
  readonly behind: Prisma.Sql | null;
  readonly most: number;
}

/** §3.1 Cards that the caller may know of, from a place on, with these columns more: lists and exports read the same rows. */
export async function readCards<Card extends Placed>(
  { db, caller, filter }: Omit<Known, 'smallestGroup'>,
  { order, behind, most }: Place,
  columns: Prisma.Sql = Prisma.empty,
): Promise<Card[]> {
  const conditions = [readableCards(caller), ...cardConditions(filter), ...(behind ? [behind] : [])];
  return db.$queryRaw<Card[]>`
    SELECT id, ${order.key} AS key ${columns} FROM card WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY ${order.orderBy} LIMIT ${most}`;
}
