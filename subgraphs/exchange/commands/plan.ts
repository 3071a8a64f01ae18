import {
  type Caller,
  type ConsignmentId,
  type DocumentId,
  type InstitutionCode,
  parseConsignmentId,
  parseDocumentId,
  Refusal,
} from '@chancery/domain';
import { requireDutyFor } from '@chancery/policy';
import type { Exchange } from '../exchange.ts';
import { mayKnow } from '../reading/consignments.ts';
import { type ConsignmentRow, consignmentColumns } from '../rows.ts';
import { parseAddressees, requireMembers } from './addressees.ts';
import { type Deadlines, deadlinesOf } from './deadlines.ts';
import { requireRoutes } from './routes.ts';

export interface DispatchDocumentInput {
  readonly documentId: string;
  readonly to: readonly string[];
  readonly registerBy?: Date | null;
  readonly expiresAt?: Date | null;
  readonly inReplyTo?: string | null;
  readonly requestId?: string | null;
}

/** A dispatch that may be released. */
export interface DispatchPlan extends Deadlines {
  readonly documentId: DocumentId;
  readonly to: readonly InstitutionCode[];
  readonly inReplyTo: ConsignmentId | null;
}

/** Everything about a dispatch that can be refused before the author's perimeter is asked, in the order of the regulation. §2.3, §7.1-§7.5, §7.9 */
export async function planDispatch(
  { db, directory }: Pick<Exchange, 'db' | 'directory'>,
  caller: Caller,
  input: DispatchDocumentInput,
  now: Date,
): Promise<DispatchPlan> {
  requireDutyFor(caller, 'dispatchDocument');
  const documentId = parseDocumentId(input.documentId);
  const inReplyTo = input.inReplyTo == null ? null : parseConsignmentId(input.inReplyTo);
  const to = parseAddressees(input.to);
  await requireMembers(directory, to, caller.institution);
  const regulation = await directory.findRegulation(now);
  const deadlines = deadlinesOf(input, regulation, now);
  if (inReplyTo !== null) await requireReceived(db, caller, inReplyTo);
  requireRoutes(regulation, documentId, caller.institution, to);
  return { documentId, to, inReplyTo, ...deadlines };
}

/** §7.5 A reply answers a consignment that the sender's institution received. */
async function requireReceived(db: Exchange['db'], caller: Caller, id: ConsignmentId): Promise<void> {
  const [row] = await db.$queryRaw<ConsignmentRow[]>`SELECT ${consignmentColumns} FROM consignment c WHERE c.id = ${id}`;
  const received = row !== undefined && row.deliveredAt !== null && row.recipient === caller.institution && mayKnow(caller, row);
  if (!received) throw new Refusal('REPLY_NOT_ADDRESSED_TO_SENDER');
}
