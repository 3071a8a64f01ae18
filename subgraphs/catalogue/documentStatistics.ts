import { Refusal } from '@chancery/domain';
import { differentDimensions, type Known } from './documentFacets.ts';
import type { DocumentFilter } from './documentFilter.ts';
import { type DocumentDimension, documentDimensions, knownDocuments } from './knownDocuments.ts';
import { Prisma } from './prisma/client/client.ts';

export interface DocumentStatisticsArguments {
  readonly filter?: DocumentFilter | null;
  readonly groupBy: readonly DocumentDimension[];
}

/** One group. */
export interface DocumentStatistic {
  /** One value for each dimension, in the order asked for. */
  readonly keys: readonly string[];
  readonly count: number;
}

const MOST_GROUPS = 10_000;

/**
 * §3.1, §3.6 Counts of the documents that a caller may know of, the largest groups first; those smaller than the operator of the catalogue has set are
 * not told. Throws `BAD_INPUT` unless 1 to 6 different dimensions are asked for, and `TOO_MANY_GROUPS` above 10,000 groups.
 */
export async function documentStatistics(
  { db, caller, filter, smallestGroup }: Known,
  groupBy: readonly DocumentDimension[],
): Promise<readonly DocumentStatistic[]> {
  const dimensions = differentDimensions('groupBy', groupBy).map((dimension) => documentDimensions[dimension]);
  const by = Prisma.join(dimensions.map((dimension) => dimension.by));
  const keys = Prisma.join(dimensions.map(({ key }) => key));
  const groups = await db.$queryRaw<DocumentStatistic[]>`
    SELECT ARRAY[${keys}]::text[] AS keys, sum(documents)::int AS count FROM ${knownDocuments(caller, filter)} known
     GROUP BY ${by} HAVING sum(documents) >= ${smallestGroup} ORDER BY 2 DESC, 1 LIMIT ${MOST_GROUPS + 1}`;
  if (groups.length > MOST_GROUPS) throw new Refusal('TOO_MANY_GROUPS');
  return groups;
}
