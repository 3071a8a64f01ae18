import type { Cell, Column } from '../exportableList.ts';

/** Rows, each with a cell for each column of the sheet. */
export type Page = readonly (readonly Cell[])[];

/** What a file is of. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Stands in the file where its format wants a time: the same export makes the same bytes. */
  readonly madeAt: Date;
}

/** In what a file is written. */
export interface Format {
  readonly mediaType: string;
  /** At the end of its name. */
  readonly extension: string;
  /** How many rows a file of it has at most. */
  readonly mostRows: number;
  /** The file, as its rows come: never more than a page of them is in memory. */
  bytesOf(sheet: Sheet, pages: AsyncIterable<Page>): AsyncIterable<Uint8Array>;
}
