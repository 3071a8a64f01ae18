import { breakGlassState } from '@chancery/domain';
import { type ExportableList, momentsOf } from '@chancery/exporting';
import { reviewing } from '@chancery/policy';
import { type BreakGlassFilter, breakGlassesSeenBy, breakGlassesThat, readBreakGlasses } from '../breakGlass/reads.ts';
import { countBreakGlasses } from '../breakGlass/table.ts';
import type { DirectoryDatabase } from '../database.ts';
import { directoryList } from './directoryList.ts';

/** §13.4 `breakGlasses` as a file: sights that were given in an emergency, or asked for, the newest first. */
export const breakGlassesList = (db: DirectoryDatabase, page?: number): ExportableList =>
  directoryList(
    {
      name: 'breakGlasses',
      right: reviewing,
      columns: [
        { name: 'id', type: 'TEXT' },
        { name: 'documentId', type: 'TEXT' },
        { name: 'official', type: 'TEXT' },
        { name: 'reason', type: 'TEXT' },
        { name: 'endsAt', type: 'MOMENT' },
        { name: 'state', type: 'TEXT' },
        { name: 'askedBy', type: 'TEXT' },
        { name: 'askedAt', type: 'MOMENT' },
        { name: 'confirmedBy', type: 'TEXT' },
        { name: 'confirmedAt', type: 'MOMENT' },
        { name: 'declinedBy', type: 'TEXT' },
        { name: 'declinedAt', type: 'MOMENT' },
        { name: 'note', type: 'TEXT' },
        { name: 'endedBy', type: 'TEXT' },
        { name: 'endedAt', type: 'MOMENT' },
        { name: 'reviewedBy', type: 'TEXT' },
        { name: 'reviewedAt', type: 'MOMENT' },
        { name: 'finding', type: 'TEXT' },
      ],
      wanted: ({ filter }, now) => breakGlassesThat((filter ?? {}) as BreakGlassFilter, now),
      seen: breakGlassesSeenBy,
      read: (fits, place, most) => readBreakGlasses(db, fits, place, most),
      count: (fits) => countBreakGlasses(db, fits),
      placeOf: ({ askedAt, id }) => [askedAt.toISOString(), id],
      rowOf: (row, now) => ({
        ...momentsOf(row, ['endsAt', 'askedAt', 'confirmedAt', 'declinedAt', 'endedAt', 'reviewedAt']),
        id: row.id,
        documentId: row.documentId,
        official: row.official,
        reason: row.reason,
        state: breakGlassState(row, now),
        askedBy: row.askedBy,
        confirmedBy: row.confirmedBy,
        declinedBy: row.declinedBy,
        note: row.note,
        endedBy: row.endedBy,
        reviewedBy: row.reviewedBy,
        finding: row.finding,
      }),
    },
    page,
  );
