import type { Caller, Json } from '@chancery/domain';
import type { Asked, ExportableList, Row } from '@chancery/exporting';
import { Prisma } from '../prisma/client/client.ts';

type Place = readonly (string | number)[];

/** A paged list of the directory, as a file is made of it. `Found` is a row as its statement answers it. */
interface PagedList<Found> extends Pick<ExportableList, 'name' | 'right'> {
  readonly columns: ReturnType<ExportableList['columnsOf']>;
  /** Which rows are asked for, as the list itself narrows them. Throws what the list throws. */
  wanted(asked: Asked, now: Date): Prisma.Sql;
  /** Which of them a caller sees. */
  seen(caller: Caller): Prisma.Sql;
  /** The rows behind a place, or from the first on, by the statement of the list. */
  read(fits: Prisma.Sql, place: Place | null, most: number): Promise<readonly Found[]>;
  count(fits: Prisma.Sql): Promise<number>;
  placeOf(found: Found): Json;
  rowOf(found: Found, now: Date): Row;
}

/** The directory answers every service: nobody waits for a page. */
export const PAGE = 500;

/** §3.13 The list as a file. Which of its rows somebody sees is a matter of duty and institution alone. */
export function pagedList<Found>(list: PagedList<Found>, page = PAGE): ExportableList {
  const { name, right, columns } = list;
  const fits = (caller: Caller, asked: Asked, now: Date) => Prisma.sql`${list.seen(caller)} AND ${list.wanted(asked, now)}`;
  return {
    name,
    right,
    columnsOf(asked) {
      list.wanted(asked, new Date());
      return columns;
    },
    sightOf: () => [],
    count: (caller, asked) => list.count(fits(caller, asked, new Date())),
    async readPage(caller, asked, after) {
      // Where a row stands is told as of the moment by which it was chosen.
      const now = new Date();
      const found = await list.read(fits(caller, asked, now), placeIn(after), page);
      const last = found.at(-1);
      return {
        rows: found.map((row) => list.rowOf(row, now)),
        next: found.length < page || last === undefined ? null : list.placeOf(last),
      };
    },
  };
}

/** The place at which a page ended. */
export const placeIn = (after: Json): Place | null =>
  Array.isArray(after) ? after.map((part: Json) => (typeof part === 'number' ? part : String(part))) : null;

/** Moments of a row, as RFC 3339 writes them. */
export const momentsOf = <Name extends string>(
  found: { readonly [Key in Name]: Date | null },
  names: readonly Name[],
): Readonly<Record<string, string | null>> => Object.fromEntries(names.map((name) => [name, found[name]?.toISOString() ?? null]));
