import { type ExportableList, momentsOf } from '@chancery/exporting';
import { takingPart } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';
import { viewOf } from '../regulation/reads.ts';
import { countVersions, pageOfVersions, versionsSeenBy } from '../regulation/versions.ts';
import { directoryList } from './directoryList.ts';

/** A version has tables of its own, each in one cell. */
const PAGE = 20;

/** §16.1 `regulations` as a file: the versions of the regulation, the newest first; each of their tables is JSON in one cell. */
export const regulationsList = (db: DirectoryDatabase, page = PAGE): ExportableList =>
  directoryList(
    {
      name: 'regulations',
      right: takingPart,
      columns: [
        { name: 'version', type: 'INTEGER' },
        { name: 'state', type: 'TEXT' },
        { name: 'effectiveFrom', type: 'MOMENT' },
        { name: 'note', type: 'TEXT' },
        { name: 'routes', type: 'TEXT' },
        { name: 'signatories', type: 'TEXT' },
        { name: 'approvals', type: 'TEXTS' },
        { name: 'deadlines', type: 'TEXT' },
        { name: 'numbering', type: 'TEXT' },
        { name: 'retention', type: 'TEXT' },
        { name: 'proposedBy', type: 'TEXT' },
        { name: 'proposedAt', type: 'MOMENT' },
        { name: 'endsAt', type: 'MOMENT' },
        { name: 'decidedBy', type: 'TEXT' },
        { name: 'decidedAt', type: 'MOMENT' },
        { name: 'reason', type: 'TEXT' },
      ],
      wanted: () => Prisma.sql`TRUE`,
      seen: versionsSeenBy,
      read: (fits, place, most) => pageOfVersions(db, fits, place === null ? null : Number(place[0]), most),
      count: (fits) => countVersions(db, fits),
      placeOf: ({ version }) => [version],
      rowOf(row, now) {
        const view = viewOf(row, now);
        return {
          ...momentsOf(view, ['effectiveFrom', 'proposedAt', 'endsAt', 'decidedAt']),
          version: view.version,
          state: view.state,
          note: view.note,
          routes: JSON.stringify(view.routes),
          signatories: JSON.stringify(view.signatories),
          approvals: view.approvals,
          deadlines: JSON.stringify(view.deadlines),
          numbering: JSON.stringify(view.numbering),
          retention: JSON.stringify(view.retention),
          proposedBy: view.proposedBy,
          decidedBy: view.decidedBy,
          reason: view.reason,
        };
      },
    },
    page,
  );
