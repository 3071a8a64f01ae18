import { type ConsignmentState, pageSize } from '@chancery/domain';
import { type CallContext, type Connection, callerOf, connection } from '@chancery/kernel';
import type { Perimeter } from '../perimeter.ts';
import { type NoticeRow, pageOfNotices } from '../tables/notices.ts';
import { momentAndId, ownInstitution } from './inbox.ts';

/** A notice as the graph shows it. */
export interface NoticeView {
  readonly id: string;
  /** None of a sight under break-glass. */
  readonly consignmentId: string | null;
  readonly documentId: string;
  readonly state: ConsignmentState | null;
  readonly text: string;
  readonly at: Date;
}

export interface NoticesArguments {
  readonly institution: string;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** §7.7, §13.2 What the exchange told the caller's institution about its own consignments, and who was given sight of its documents, newest first. */
export async function readNotices(
  perimeter: Perimeter,
  context: CallContext,
  { institution, first, after }: NoticesArguments,
): Promise<Connection<NoticeView>> {
  const caller = callerOf(context);
  const whose = { institution: await ownInstitution(perimeter, caller, institution), clearance: caller.clearance };
  const size = pageSize(first);
  const [at, id] = after ? momentAndId(after) : [null, ''];
  const rows = await pageOfNotices(perimeter.db, whose, { most: size + 1, after: at && { at, id } });
  return connection(rows, size, { after, cursorOf: (row) => [row.at.toISOString(), row.id], nodeOf: viewOf });
}

/** A notice as the graph shows it, in its own words. */
export const viewOf = (row: NoticeRow): NoticeView => ({
  id: `notice:${row.id}`,
  consignmentId: row.consignmentId,
  documentId: row.documentId,
  state: row.consignmentId === null ? null : row.state,
  text: textOf(row),
  at: row.at,
});

function textOf(row: NoticeRow): string {
  if (row.consignmentId !== null)
    return `The consignment to ${row.addressee} could not be delivered in time. ${row.addressee} may no longer read the document; dispatch it again if it is still wanted.`;
  const { official, documentId, endsAt, askedBy, confirmedBy } = row;
  return `In an emergency ${official} was given sight of ${documentId} until ${endsAt.toISOString()}: asked for by ${askedBy}, confirmed by ${confirmedBy}. A security officer of yours may end it.`;
}
