import { type AccessMark, type Caller, type DocumentStatus, pageSize, parseInstitutionCode, parseKind } from '@chancery/domain';
import { type Connection, connection } from '@chancery/kernel';
import { choice, soughtText } from './arguments.ts';
import { behindCursor, cardOrders, type DocumentOrder } from './cardOrders.ts';
import type { CatalogueDatabase } from './database.ts';
import { Prisma } from './prisma/client/client.ts';
import { readableCards } from './readableCards.ts';

/** What a list of documents may be narrowed by; days as `2026-03-01`. */
interface DocumentFilter {
  readonly institution?: readonly string[] | null;
  readonly kind?: readonly string[] | null;
  readonly status?: readonly DocumentStatus[] | null;
  readonly access?: readonly AccessMark[] | null;
  readonly documentDateFrom?: string | null;
  readonly documentDateTo?: string | null;
  readonly outgoingNumber?: string | null;
  readonly text?: string | null;
}

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

export interface DocumentPage extends Connection<DocumentReference> {
  /** Counted only when asked for. */
  totalCount(): Promise<number>;
}

/** §3.1 The documents that a caller may know of, page by page. Throws `BAD_INPUT`, `MALFORMED_ID`, `PAGE_TOO_LARGE`, `CURSOR_INVALID`. */
export async function listDocuments(db: CatalogueDatabase, caller: Caller, asked: DocumentsArguments): Promise<DocumentPage> {
  const order = asked.orderBy ?? 'NEWEST_FIRST';
  const size = pageSize(asked.first);
  const wanted = Prisma.join([readableCards(caller), ...conditions(asked.filter ?? {})], ' AND ');
  const behind = asked.after ? Prisma.sql`AND ${behindCursor(order, asked.after)}` : Prisma.empty;
  const { key, orderBy } = cardOrders[order];
  const rows = await db.$queryRaw<{ id: string; key: string }[]>`
    SELECT id, ${key} AS key FROM card WHERE ${wanted} ${behind} ORDER BY ${orderBy} LIMIT ${size + 1}`;
  return {
    ...connection(rows, size, {
      after: asked.after,
      cursorOf: ({ id, key }) => [order, key, id],
      nodeOf: ({ id }): DocumentReference => ({ __typename: 'Document', id }),
    }),
    totalCount: () => countCards(db, wanted),
  };
}

async function countCards(db: CatalogueDatabase, wanted: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM card WHERE ${wanted}`;
  return row?.count ?? 0;
}

function conditions(filter: DocumentFilter): readonly Prisma.Sql[] {
  const institution = choice('filter.institution', filter.institution, parseInstitutionCode);
  const kind = choice('filter.kind', filter.kind, parseKind);
  const status = choice('filter.status', filter.status, String);
  const access = choice('filter.access', filter.access, String);
  const outgoingNumber = soughtText('filter.outgoingNumber', filter.outgoingNumber);
  const words = soughtText('filter.text', filter.text);
  const { documentDateFrom: from, documentDateTo: to } = filter;
  return [
    ...(institution ? [Prisma.sql`institution = ANY(${institution}::text[])`] : []),
    ...(kind ? [Prisma.sql`kind = ANY(${kind}::text[])`] : []),
    ...(status ? [Prisma.sql`status = ANY(${status}::text[])`] : []),
    ...(access ? [Prisma.sql`access = ANY(${access}::text[])`] : []),
    ...(from ? [Prisma.sql`document_date >= ${from}::date`] : []),
    ...(to ? [Prisma.sql`document_date <= ${to}::date`] : []),
    ...(outgoingNumber ? [Prisma.sql`outgoing_number = ${outgoingNumber}`] : []),
    ...(words ? [Prisma.sql`to_tsvector('simple', coalesce(title, '')) @@ plainto_tsquery('simple', ${words})`] : []),
  ];
}
