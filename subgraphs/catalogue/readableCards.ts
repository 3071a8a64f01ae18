import { type Caller, documentStatuses, isExchangeAnalyst, isRegistered } from '@chancery/domain';
import { Prisma } from './prisma/client/client.ts';

/**
 * §3.1 The cards that a caller may know of, as a condition on table `card`: exactly `mayReadCard` of `@chancery/domain`
 * (a property-based test compares the two). Each line is a disjunct that an index can serve.
 */
export const readableCards = (caller: Caller): Prisma.Sql => either([...openWays(caller), ...addressedWays(caller)]);

/** §3.1 Of these, those that the caller may know of whoever they are addressed to: what decides it stands in the tallies too. */
export const openCards = (caller: Caller): Prisma.Sql => either(openWays(caller));

/** §3.1 The others: those that the caller may know of only because they were sent to his institution. */
export const addressedCards = (caller: Caller): Prisma.Sql =>
  Prisma.sql`(${either(addressedWays(caller))} AND NOT ${either(openWays(caller))})`;

function openWays(caller: Caller): readonly Prisma.Sql[] {
  const own = Prisma.sql`institution = ${caller.institution}`;
  return [
    Prisma.sql`(${own} AND NOT ${registered})`,
    Prisma.sql`(${registered} AND access = 'PUBLIC')`,
    Prisma.sql`(${own} AND access = 'INTERNAL')`,
    ...(caller.clearance ? [Prisma.sql`(${own} AND access = 'RESTRICTED')`] : []),
    ...(isExchangeAnalyst(caller) ? [Prisma.sql`(${registered} AND access = 'INTERNAL')`] : []),
  ];
}

function addressedWays(caller: Caller): readonly Prisma.Sql[] {
  const addressed = Prisma.sql`readers @> ARRAY[${caller.institution}]::text[]`;
  return [
    Prisma.sql`(${addressed} AND ${registered} AND access = 'INTERNAL')`,
    ...(caller.clearance ? [Prisma.sql`(${addressed} AND ${registered} AND access = 'RESTRICTED')`] : []),
  ];
}

const either = (ways: readonly Prisma.Sql[]): Prisma.Sql => Prisma.sql`(${Prisma.join(ways, ' OR ')})`;

/** Past its registration others than its author may know of a document; the list of states is the domain's. */
const registered = Prisma.sql`status IN (${Prisma.join(documentStatuses.filter(isRegistered))})`;
