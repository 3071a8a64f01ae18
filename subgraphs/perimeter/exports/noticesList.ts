import { type ExportableList, pagedList } from '@chancery/exporting';
import { reading } from '@chancery/policy';
import type { PerimeterDatabase } from '../database.ts';
import { viewOf } from '../reads/notices.ts';
import { countNotices, type NoticeFilter, type NoticeRow, pageOfNotices } from '../tables/notices.ts';
import { requireOwn, sightOf, whoseIn } from './ownRows.ts';

const PAGE = 500;

/** §7.7, §13.2 `notices` of an institution as a file, newest first. */
export const noticesList = (db: PerimeterDatabase, page = PAGE): ExportableList =>
  pagedList<Omit<NoticeFilter, 'clearance'>, NoticeFilter, NoticeRow>(
    {
      name: 'notices',
      right: reading,
      columns: [
        { name: 'id', type: 'TEXT' },
        { name: 'at', type: 'MOMENT' },
        { name: 'documentId', type: 'TEXT' },
        { name: 'consignmentId', type: 'TEXT' },
        { name: 'state', type: 'TEXT' },
        { name: 'text', type: 'TEXT' },
      ],
      sightOf,
      wanted: (asked) => ({ institution: whoseIn(asked) }),
      fits: (caller, wanted) => ({ ...requireOwn(caller, wanted), clearance: caller.clearance }),
      read: (filter, place, most) =>
        pageOfNotices(db, filter, { most, after: place && { at: new Date(String(place[0])), id: String(place[1]) } }),
      count: (filter) => countNotices(db, filter),
      placeOf: ({ at, id }) => [at.toISOString(), id],
      rowOf(found) {
        const { at, ...notice } = viewOf(found);
        return { ...notice, at: at.toISOString() };
      },
    },
    page,
  );
