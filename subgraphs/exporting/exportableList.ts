import type { Caller, Json } from '@chancery/domain';
import type { DutyClause } from '@chancery/policy';

/** What stands in a column. TEXTS are several texts in one cell; a DATE is `2026-03-01`, a MOMENT as RFC 3339 writes it. */
export type ColumnType = 'TEXT' | 'TEXTS' | 'INTEGER' | 'NUMBER' | 'BOOLEAN' | 'DATE' | 'MOMENT';

/** One fact of each row. */
export interface Column {
  /** As the graph calls it. */
  readonly name: string;
  readonly type: ColumnType;
}

/** A value as it is kept between two steps of an export; null where a row has none. */
export type Cell = string | number | boolean | readonly string[] | null;

/** By the names of columns. */
export type Row = Readonly<Record<string, Cell>>;

/** Rows of a list, and where the next ones begin; null after the last. */
export interface RowPage {
  readonly rows: readonly Row[];
  readonly next: Json;
}

/** What was asked of a list: its filter, its order or its groups, as JSON. */
export type Asked = Readonly<Record<string, Json>>;

/** A list or a statistic of which a file can be made. §3.13 */
export interface ExportableList {
  /** As the graph calls it: `documents`. */
  readonly name: string;
  /** Who may read it. */
  readonly right: DutyClause;
  /** All columns that it has, for what is asked. Throws what the list throws where it cannot be asked so. */
  columnsOf(asked: Asked): readonly Column[];
  /** What beside duty and institution decides which rows the caller sees: a file is under one sight from its first row to its last. */
  sightOf(caller: Caller): readonly string[];
  count(caller: Caller, asked: Asked): Promise<number>;
  /** The rows behind a place, under exactly the rule of the list. */
  readPage(caller: Caller, asked: Asked, after: Json): Promise<RowPage>;
}
