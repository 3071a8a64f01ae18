import { type ConsignmentState, pageSize } from '@chancery/domain';
import { type CallContext, type Connection, callerOf, connection } from '@chancery/kernel';
import type { Perimeter } from '../perimeter.ts';
import { type NoticeRow, pageOfNotices } from '../tables/notices.ts';
import { momentAndId, ownInstitution } from './inbox.ts';

/** A notice as the graph shows it. */
export interface NoticeView {
  readonly id: string;
  readonly consignmentId: string;
  readonly documentId: string;
  readonly state: ConsignmentState;
  readonly text: string;
  readonly at: Date;
}

export interface NoticesArguments {
  readonly institution: string;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** What the exchange told the caller's institution about its own consignments, newest first. */
export async function readNotices(
  perimeter: Perimeter,
  context: CallContext,
  { institution, first, after }: NoticesArguments,
): Promise<Connection<NoticeView>> {
  const caller = callerOf(context);
  const whose = { institution: await ownInstitution(perimeter, caller, institution), clearance: caller.clearance };
  const size = pageSize(first);
  const [at, consignmentId] = after ? momentAndId(after) : [null, ''];
  const rows = await pageOfNotices(perimeter.db, whose, { most: size + 1, after: at && { at, consignmentId } });
  return connection(rows, size, { after, cursorOf: (row) => [row.at.toISOString(), row.consignmentId], nodeOf: viewOf });
}

const viewOf = ({ consignmentId, documentId, addressee, state, at }: NoticeRow): NoticeView => ({
  id: `notice:${consignmentId}`,
  consignmentId,
  documentId,
  state,
  text: `The consignment to ${addressee} could not be delivered in time. ${addressee} may no longer read the document; dispatch it again if it is still wanted.`,
  at,
});
