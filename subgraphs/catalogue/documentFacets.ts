import { type Caller, pageSize, Refusal } from '@chancery/domain';
import type { CatalogueTransaction } from './database.ts';
import type { ReadFilter } from './documentFilter.ts';
import { type DocumentDimension, documentDimensions, knownDocuments } from './knownDocuments.ts';
import { Prisma } from './prisma/client/client.ts';

/** What a list is narrowed by next: the values of one dimension, the commonest first. */
export interface DocumentFacet {
  readonly dimension: DocumentDimension;
  readonly values: readonly { readonly key: string; readonly count: number }[];
}

export interface FacetsArguments {
  readonly of: readonly DocumentDimension[];
  readonly first?: number | null;
}

/** What a statistic of documents stands on. */
export interface Known {
  readonly db: CatalogueTransaction;
  readonly caller: Caller;
  readonly filter: ReadFilter;
  /** Groups with fewer documents are not told. */
  readonly smallestGroup: number;
}

/** How many documents of the list there are that the caller may know of. §3.1 */
export async function countDocuments({ db, caller, filter }: Known): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(documents), 0)::int AS count FROM ${knownDocuments(caller, filter)} known`;
  return row?.count ?? 0;
}

/** §3.1 How many of them there are of each value, of the commonest. Throws `BAD_INPUT` unless 1 to 6 different dimensions are asked for, `PAGE_TOO_LARGE`. */
export async function documentFacets(
  { db, caller, filter, smallestGroup }: Known,
  { of, first }: FacetsArguments,
): Promise<readonly DocumentFacet[]> {
  const asked = differentDimensions('of', of);
  const most = pageSize(first);
  const dimensions = asked.map((dimension) => documentDimensions[dimension]);
  const all = Prisma.join(dimensions.map(({ by }) => by));
  const sets = Prisma.join(dimensions.map(({ by }) => Prisma.sql`(${by})`));
  // Of the dimensions a row is grouped by one: the others have no value there.
  const key = Prisma.sql`coalesce(${Prisma.join(dimensions.map((dimension) => dimension.key))})`;
  const rows = await db.$queryRaw<{ left: number; key: string; count: number }[]>`
    SELECT "left", key, count FROM (
      SELECT grouping(${all}) AS "left", ${key} AS key, sum(documents)::int AS count,
             row_number() OVER (PARTITION BY grouping(${all}) ORDER BY sum(documents) DESC, ${key}) AS place
        FROM ${knownDocuments(caller, filter)} known GROUP BY GROUPING SETS (${sets}) HAVING sum(documents) >= ${smallestGroup}
    ) counted WHERE place <= ${most} ORDER BY 1, place`;
  const byLeft = Map.groupBy(rows, ({ left }) => left);
  return asked.map((dimension, index) => {
    const values = byLeft.get(allBut(index, asked.length)) ?? [];
    return { dimension, values: values.map(({ key, count }) => ({ key, count })) };
  });
}

/** What GROUPING says of rows that are grouped by one of so many dimensions: a bit for each of the others, the first one's the highest. */
const allBut = (index: number, length: number): number => 2 ** length - 1 - 2 ** (length - 1 - index);

/** Dimensions that are asked for, each once. */
export function differentDimensions(field: string, asked: readonly DocumentDimension[]): readonly DocumentDimension[] {
  const isSound = asked.length > 0 && new Set(asked).size === asked.length;
  if (!isSound) throw new Refusal('BAD_INPUT', `${field} takes 1 to 6 different dimensions.`);
  return asked;
}
