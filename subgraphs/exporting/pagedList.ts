import type { Caller, Json } from '@chancery/domain';
import type { Asked, Column, ExportableList, Row } from './exportableList.ts';

/** Where a page ended. */
export type Place = readonly (string | number)[];

/**
 * A paged list as a file is made of it, by the statement that pages it. `Wanted` is what was asked of it, `Fits` which rows that and the caller's rights
 * come to, `Found` a row as the statement answers it.
 */
export interface PagedList<Wanted, Fits, Found> extends Pick<ExportableList, 'name' | 'right'> {
  readonly columns: readonly Column[];
  /** Nothing where it is not said: which of its rows somebody sees is then a matter of duty and institution alone. */
  readonly sightOf?: ExportableList['sightOf'];
  /** Which rows are asked for, as the list itself narrows them. Throws what the list throws. */
  wanted(asked: Asked, now: Date): Wanted;
  /** Those of them that a caller sees. Throws what the list throws. */
  fits(caller: Caller, wanted: Wanted): Fits;
  /** The rows behind a place, or from the first on, by the statement of the list. */
  read(fits: Fits, place: Place | null, most: number): Promise<readonly Found[]>;
  count(fits: Fits): Promise<number>;
  placeOf(found: Found): Json;
  rowOf(found: Found, now: Date): Row;
}

/** §3.13 The list as a file, so many rows a page. */
export function pagedList<Wanted, Fits, Found>(list: PagedList<Wanted, Fits, Found>, page: number): ExportableList {
  const { name, right, columns, sightOf = () => [] } = list;
  const fits = (caller: Caller, asked: Asked, now: Date) => list.fits(caller, list.wanted(asked, now));
  return {
    name,
    right,
    columnsOf(asked) {
      list.wanted(asked, new Date());
      return columns;
    },
    sightOf,
    count: async (caller, asked) => list.count(fits(caller, asked, new Date())),
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
