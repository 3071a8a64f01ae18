import { type Caller, type InstitutionCode, pageSize, parseInstitutionCode, Refusal } from '@chancery/domain';
import { type CallContext, type Connection, callerOf, connection, decodeCursor, momentIn, plainStatements } from '@chancery/kernel';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';
import { countInbox, pageOfInbox } from '../tables/inbox.ts';
import { type ConsignmentView, viewFor } from './consignments.ts';

export interface InboxArguments {
  readonly institution: string;
  readonly state?: readonly string[] | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A page of the inbox; the total is counted only where it is asked for. */
export interface Inbox extends Connection<ConsignmentView> {
  totalCount(): Promise<number>;
}

/** §3.4 What was delivered to the caller's institution, newest first. Throws `NOT_THE_RECIPIENT` for another's inbox. */
export async function readInbox(
  perimeter: Perimeter,
  context: CallContext,
  { institution, state, first, after }: InboxArguments,
): Promise<Inbox> {
  const caller = callerOf(context);
  const filter = { institution: await ownInstitution(perimeter, caller, institution), states: state ?? null, clearance: caller.clearance };
  const size = pageSize(first);
  const rows = await pageOfInbox(plainStatements(perimeter.db), filter, { most: size + 1, after: after ? placeOf(after) : null });
  const page = connection(rows, size, {
    after,
    cursorOf: ({ deliveredAt, id }) => [deliveredAt?.toISOString() ?? '', id],
    nodeOf: (row) => viewFor(caller, row),
  });
  return { ...page, totalCount: () => countInbox(perimeter.db, filter) };
}

/** An institution of this server for which the caller acts. */
export async function ownInstitution({ members }: Perimeter, caller: Caller, code: string): Promise<InstitutionCode> {
  const institution = parseInstitutionCode(code);
  await requireServed(members, institution);
  if (caller.institution !== institution) throw new Refusal('NOT_THE_RECIPIENT');
  return institution;
}

/** The moment and the id of a cursor. */
export function momentAndId(cursor: string): readonly [Date, string] {
  const [moment, id] = decodeCursor(cursor, 2);
  return [momentIn(moment), String(id)];
}

function placeOf(cursor: string): { readonly deliveredAt: Date; readonly id: string } {
  const [deliveredAt, id] = momentAndId(cursor);
  return { deliveredAt, id };
}
