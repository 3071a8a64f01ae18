import { type Caller, documentStatuses, isExchangeAnalyst, isRegistered } from '@chancery/domain';
import { Prisma } from './prisma/client/client.ts';

/**
 * §3.1 The cards that a caller may know of, as a condition on table `card`: exactly `mayReadCard` of `@chancery/domain`
 * (a property-based test compares the two). Each line is a disjunct that an index can serve.
 */
export function readableCards(caller: Caller): Prisma.Sql {
  const own = Prisma.sql`institution = ${caller.institution}`;
  const addressed = Prisma.sql`readers @> ARRAY[${caller.institution}]::text[]`;
  const ways = [
    Prisma.sql`(${own} AND NOT ${registered})`,
    Prisma.sql`(${registered} AND access = 'PUBLIC')`,
    Prisma.sql`(${own} AND access = 'INTERNAL')`,
    Prisma.sql`(${addressed} AND ${registered} AND access = 'INTERNAL')`,
    ...(caller.clearance ? [Prisma.sql`(${own} AND access = 'RESTRICTED')`] : []),
    ...(caller.clearance ? [Prisma.sql`(${addressed} AND ${registered} AND access = 'RESTRICTED')`] : []),
    ...(isExchangeAnalyst(caller) ? [Prisma.sql`(${registered} AND access = 'INTERNAL')`] : []),
  ];
  return Prisma.sql`(${Prisma.join(ways, ' OR ')})`;
}

/** Past its registration others than its author may know of a document; the list of states is the domain's. */
const registered = Prisma.sql`status IN (${Prisma.join(documentStatuses.filter(isRegistered))})`;
