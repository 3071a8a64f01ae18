import { type Caller, type ConsignmentId, type ConsignmentState, invariant } from '@chancery/domain';
import type { Perimeter } from '../perimeter.ts';
import type { CopyState } from '../received.ts';
import { settleCopy } from '../tables/consignments.ts';

/** What the exchange says of a consignment. */
export interface Standing {
  readonly state: ConsignmentState;
  readonly deliveredAt: string | null;
}

const question =
  'mutation ConsignmentStanding($input: ConsignmentStandingInput!) { consignmentStanding(input: $input) { state deliveredAt } }';

/** Asks the exchange how a consignment stands, for so many milliseconds where that is said. Throws `CONSIGNMENT_NOT_FOUND`, and `Unreachable` while it does not answer. */
export async function askStanding(
  { client }: Pick<Perimeter, 'client'>,
  consignmentId: ConsignmentId,
  caller: Caller | null,
  timeoutMs?: number,
): Promise<Standing> {
  const { consignmentStanding } = await client.ask<{ consignmentStanding: Standing | null }>(
    'exchange',
    question,
    { input: { consignmentId } },
    { caller, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
  );
  invariant(consignmentStanding, 'the exchange says how a consignment stands or refuses');
  return consignmentStanding;
}

/** Settles a pending copy as the exchange says; one that is still on its way stays pending. Answers where the copy stands then. */
export async function settleByStanding(
  { db }: Pick<Perimeter, 'db'>,
  id: ConsignmentId,
  { state, deliveredAt }: Standing,
): Promise<CopyState | undefined> {
  switch (state) {
    case 'ACCEPTED':
    case 'IN_TRANSIT':
      return 'PENDING';
    case 'EXPIRED':
    case 'WITHDRAWN':
      return settleCopy(db, id, false, new Date());
    case 'DELIVERED':
    case 'REGISTERED':
    case 'REFUSED':
      invariant(deliveredAt, 'a delivered consignment says when');
      return settleCopy(db, id, true, new Date(deliveredAt));
  }
}
