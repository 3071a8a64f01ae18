import { type Caller, isExchangeAnalyst } from '@chancery/domain';
import { Prisma } from './prisma/client/client.ts';

/** Conditions on table `consignment`. */
export interface KnownConsignments {
  /** Those that a statistic for the caller may stand on. */
  readonly counted: Prisma.Sql;
  /** Of these, those that count each for itself; the others only in company, see `SMALLEST_GROUP`. */
  readonly open: Prisma.Sql;
  /** Of these, those whose decision the caller may know. */
  readonly decided: Prisma.Sql;
}

/** §3.6 How many RESTRICTED consignments a group needs before the exchange's analysts see them counted in it. */
export const SMALLEST_GROUP = 5;

/**
 * §3.2 Sender and recipient count their own consignments: exactly `mayReadConsignment` of `@chancery/domain`.
 * §3.6 The exchange's analysts count those of PUBLIC and INTERNAL documents of all, and those of RESTRICTED documents
 * in a group only when there are at least five of them in it, and only while nothing is narrowed to days, kinds, states or decisions: the
 * difference of two groups that differ by a day would be a single document.
 * §3.4 The decision is the recipient's own; of others the exchange's analysts alone count it.
 */
export function knownConsignments(caller: Caller, { isNarrowed }: { readonly isNarrowed: boolean }): KnownConsignments {
  const isParty = Prisma.sql`(sender = ${caller.institution} OR recipient = ${caller.institution})`;
  const own = caller.clearance ? isParty : Prisma.sql`(${isParty} AND access <> 'RESTRICTED')`;
  const received = Prisma.sql`(recipient = ${caller.institution})`;
  if (!isExchangeAnalyst(caller)) return { counted: own, open: Prisma.sql`TRUE`, decided: received };
  const open = Prisma.sql`(access <> 'RESTRICTED' OR ${own})`;
  return { counted: isNarrowed ? open : Prisma.sql`TRUE`, open, decided: Prisma.sql`TRUE` };
}
