import type { InstitutionCode } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';
import type { ReceivedConsignment } from '../received.ts';
import { consignmentColumns } from './consignments.ts';

/** Which of an institution's delivered consignments. */
export interface InboxFilter {
  readonly institution: InstitutionCode;
  /** All states when null. */
  readonly states: readonly string[] | null;
  /** §3.2 Whether those of RESTRICTED documents may be shown. */
  readonly clearance: boolean;
}

/** A page of an inbox, newest first, after a place in it. */
export function pageOfInbox(
  db: PerimeterTransaction,
  filter: InboxFilter,
  page: { readonly most: number; readonly after: { readonly deliveredAt: Date; readonly id: string } | null },
): Promise<ReceivedConsignment[]> {
  const place = page.after
    ? Prisma.sql`AND (c.delivered_at, c.id) < (${page.after.deliveredAt}::timestamptz, ${page.after.id})`
    : Prisma.empty;
  return db.$queryRaw<ReceivedConsignment[]>`
    SELECT ${consignmentColumns} FROM consignment c WHERE ${chosen(filter)} ${place}
    ORDER BY c.delivered_at DESC, c.id DESC LIMIT ${page.most}`;
}

/** How many consignments an inbox holds under a filter. */
export async function countInbox(db: PerimeterTransaction, filter: InboxFilter): Promise<number> {
  const [{ count }] = await db.$queryRaw<[{ count: number }]>`SELECT count(*)::int AS count FROM consignment c WHERE ${chosen(filter)}`;
  return count;
}

function chosen({ institution, states, clearance }: InboxFilter): Prisma.Sql {
  const inStates = states ? Prisma.sql`AND c.state = ANY(${[...states]})` : Prisma.empty;
  const unrestricted = clearance ? Prisma.empty : Prisma.sql`AND c.access <> 'RESTRICTED'`;
  return Prisma.sql`c.institution = ${institution} AND c.copy = 'IN_INBOX' ${inStates} ${unrestricted}`;
}
