import type { Json } from '@chancery/domain';
import type { Asked, Column, ExportableList, Row } from '@chancery/exporting';
import { reading } from '@chancery/policy';
import { cardOrder, type DocumentOrder } from '../cardOrders.ts';
import type { CatalogueDatabase } from '../database.ts';
import { countDocuments } from '../documentFacets.ts';
import { type DocumentFilter, type ReadFilter, readFilter } from '../documentFilter.ts';
import { type Placed, readCards } from '../documents.ts';
import { Prisma } from '../prisma/client/client.ts';
import { sightOf } from './sightOf.ts';

/** All of the card that `documents` shows through the graph. */
const columns: readonly Column[] = [
  { name: 'id', type: 'TEXT' },
  { name: 'institution', type: 'TEXT' },
  { name: 'kind', type: 'TEXT' },
  { name: 'status', type: 'TEXT' },
  { name: 'access', type: 'TEXT' },
  { name: 'title', type: 'TEXT' },
  { name: 'documentDate', type: 'DATE' },
  { name: 'outgoingNumber', type: 'TEXT' },
  { name: 'origin', type: 'TEXT' },
  { name: 'declaredNumber', type: 'TEXT' },
  { name: 'jointInstitutions', type: 'TEXTS' },
];

const selected = Prisma.sql`, institution, kind, status, access, title, to_char(document_date, 'YYYY-MM-DD') AS "documentDate",
  outgoing_number AS "outgoingNumber", origin, declared_number AS "declaredNumber", joint_institutions AS "jointInstitutions"`;

type Card = Placed & Row;

const PAGE = 2_000;

/** §3.13 `documents` as a file: the same rows in the same order. */
export const documentsList = (db: CatalogueDatabase, page = PAGE): ExportableList => ({
  name: 'documents',
  right: reading,
  columnsOf(asked) {
    orderOf(asked, filterOf(asked));
    return columns;
  },
  sightOf,
  count: (caller, asked) => countDocuments({ db, caller, filter: filterOf(asked), smallestGroup: 1 }),
  async readPage(caller, asked, after) {
    const filter = filterOf(asked);
    const order = orderOf(asked, filter);
    const cards = await readCards<Card>({ db, caller, filter }, { order, behind: behind(after), most: page }, selected);
    const last = cards.at(-1);
    return { rows: cards, next: cards.length < page || last === undefined ? null : [last.key, last.id] };

    function behind(place: Json): Prisma.Sql | null {
      return Array.isArray(place) ? order.behind(String(place[0]), String(place[1])) : null;
    }
  },
});

const filterOf = ({ filter }: Asked): ReadFilter => readFilter((filter ?? {}) as DocumentFilter);
const orderOf = ({ orderBy }: Asked, { words }: ReadFilter) => cardOrder((orderBy ?? 'NEWEST_FIRST') as DocumentOrder, words);
