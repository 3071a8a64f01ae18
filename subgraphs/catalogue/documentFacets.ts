import { type Caller, pageSize, Refusal } from '@chancery/domain';
import type { CatalogueDatabase } from './database.ts';
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
  readonly db: CatalogueDatabase;
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
  const keys = asked.map((dimension) => Prisma.sql`(${dimension}, ${documentDimensions[dimension]})`);
  const rows = await db.$queryRaw<{ dimension: DocumentDimension; key: string; count: number }[]>`
    WITH known AS (
      SELECT institution, kind, status, access, month, sum(documents) AS documents FROM ${knownDocuments(caller, filter)} known GROUP BY 1, 2, 3, 4, 5
    ), counted AS (
      SELECT dimension, key, sum(documents)::int AS count, row_number() OVER (PARTITION BY dimension ORDER BY sum(documents) DESC, key) AS place
        FROM known CROSS JOIN LATERAL (VALUES ${Prisma.join(keys)}) AS value(dimension, key)
       GROUP BY dimension, key HAVING sum(documents) >= ${smallestGroup}
    )
    SELECT dimension, key, count FROM counted WHERE place <= ${most} ORDER BY dimension, place`;
  const byDimension = Map.groupBy(rows, ({ dimension }) => dimension);
  return asked.map((dimension) => ({ dimension, values: byDimension.get(dimension) ?? [] }));
}

/** Dimensions that are asked for, each once. */
export function differentDimensions(field: string, asked: readonly DocumentDimension[]): readonly DocumentDimension[] {
  const isSound = asked.length > 0 && new Set(asked).size === asked.length;
  if (!isSound) throw new Refusal('BAD_INPUT', `${field} takes 1 to 6 different dimensions.`);
  return asked;
}
