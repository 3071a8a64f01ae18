import { invariant } from '@chancery/domain';
import { type Column, type ExportableList, momentsOf, type Place, pagedList } from '@chancery/exporting';
import { reading } from '@chancery/policy';
import type { PerimeterDatabase } from '../database.ts';
import type { ReceivedConsignment } from '../received.ts';
import { type CopyHead, findCopyHeads } from '../tables/consignments.ts';
import { countInbox, type InboxFilter, pageOfInbox } from '../tables/inbox.ts';
import { requireOwn, sightOf, whoseIn } from './ownRows.ts';

const columns: readonly Column[] = [
  { name: 'id', type: 'TEXT' },
  { name: 'state', type: 'TEXT' },
  { name: 'from', type: 'TEXT' },
  { name: 'documentId', type: 'TEXT' },
  { name: 'kind', type: 'TEXT' },
  { name: 'title', type: 'TEXT' },
  { name: 'access', type: 'TEXT' },
  { name: 'documentDate', type: 'DATE' },
  { name: 'outgoingNumber', type: 'TEXT' },
  { name: 'deliveredAt', type: 'MOMENT' },
  { name: 'registerBy', type: 'MOMENT' },
  { name: 'incomingNumber', type: 'TEXT' },
  { name: 'registeredAt', type: 'MOMENT' },
  { name: 'refusalReason', type: 'TEXT' },
  { name: 'refusalNote', type: 'TEXT' },
  { name: 'refusedAt', type: 'MOMENT' },
  { name: 'refusedBy', type: 'TEXT' },
  { name: 'executor', type: 'TEXT' },
  { name: 'instruction', type: 'TEXT' },
  { name: 'dueAt', type: 'MOMENT' },
  { name: 'decision', type: 'TEXT' },
  { name: 'decidedOn', type: 'DATE' },
  { name: 'issuedBy', type: 'TEXT' },
  { name: 'issuedAt', type: 'MOMENT' },
  { name: 'report', type: 'TEXT' },
  { name: 'executedAt', type: 'MOMENT' },
  { name: 'caseFile', type: 'TEXT' },
  { name: 'filedAt', type: 'MOMENT' },
  { name: 'keptUntil', type: 'DATE' },
];

/** A row has texts of some length: no page is more than a few megabytes. */
const PAGE = 250;

/** §3.4 `inbox` of an institution as a file: what was delivered to it, newest first, and what it did with it. */
export const inboxList = (db: PerimeterDatabase, page = PAGE): ExportableList =>
  pagedList<Omit<InboxFilter, 'clearance'>, InboxFilter, Received>(
    {
      name: 'inbox',
      right: reading,
      columns,
      sightOf,
      wanted: (asked) => ({ institution: whoseIn(asked), states: Array.isArray(asked.state) ? asked.state.map(String) : null }),
      fits: (caller, wanted) => ({ ...requireOwn(caller, wanted), clearance: caller.clearance }),
      read: (filter, place, most) => readInbox(db, filter, place, most),
      count: (filter) => countInbox(db, filter),
      placeOf: ({ deliveredAt, id }) => [deliveredAt?.toISOString() ?? '', id],
      rowOf: (row) => ({
        ...momentsOf(row, ['deliveredAt', 'registerBy', 'registeredAt', 'refusedAt', 'dueAt', 'issuedAt', 'executedAt', 'filedAt']),
        id: row.id,
        state: row.state,
        from: row.sender,
        documentId: row.documentId,
        kind: row.kind,
        title: row.title,
        access: row.access,
        documentDate: row.documentDate,
        outgoingNumber: row.outgoingNumber,
        incomingNumber: row.incomingNumber,
        refusalReason: row.refusedReason,
        refusalNote: row.refusedNote,
        refusedBy: row.refusedBy,
        executor: row.executor,
        instruction: row.instruction,
        decision: row.decision,
        decidedOn: row.decidedOn,
        issuedBy: row.issuedBy,
        report: row.report,
        caseFile: row.caseFile,
        keptUntil: row.retention?.keptUntil ?? null,
      }),
    },
    page,
  );

/** A consignment with what of its copy is told in a line. */
type Received = ReceivedConsignment & CopyHead;

async function readInbox(db: PerimeterDatabase, filter: InboxFilter, place: Place | null, most: number): Promise<readonly Received[]> {
  const after = place && { deliveredAt: new Date(String(place[0])), id: String(place[1]) };
  const rows = await pageOfInbox(db, filter, { most, after });
  const heads = new Map(
    (
      await findCopyHeads(
        db,
        rows.map(({ id }) => id),
      )
    ).map((head) => [head.id, head]),
  );
  return rows.map((row) => {
    const head = heads.get(row.id);
    invariant(head, 'what is in the inbox was received');
    return { ...row, ...head };
  });
}
