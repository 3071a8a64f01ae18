import type { ExportId, InstitutionCode, OfficialId, RefusalCode } from '@chancery/domain';

/** How far an export is. */
type ExportStatus = 'WAITING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED' | 'EXPIRED';

/** In what a file is written. */
export type ExportFormat = 'CSV' | 'NDJSON' | 'XLSX' | 'PARQUET';

/** Why an export failed. */
export interface ExportFailure {
  readonly code: RefusalCode;
  readonly clause: string | null;
  readonly message: string;
}

/** A row of table `export`. */
export interface ExportRow {
  readonly id: ExportId;
  readonly list: string;
  readonly format: ExportFormat;
  /** JSON of what was asked of the list. */
  readonly asked: string;
  readonly columns: readonly string[];
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
  readonly sight: readonly string[];
  readonly status: ExportStatus;
  /** JSON of the place behind the last page; null before the first. */
  readonly place: string | null;
  readonly pages: number;
  /** Of the pages, in UTF-16 code units of JSON. */
  readonly gathered_size: bigint;
  readonly gathered_at: Date | null;
  readonly rows: number;
  readonly total_rows: number | null;
  readonly size: bigint | null;
  readonly sha256: string | null;
  readonly failure: ExportFailure | null;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly expires_at: Date;
  readonly attempts: number;
}

/** The columns of an `ExportRow`. */
export const exportColumns = `id, list, format, asked, columns, official, institution, sight, status, place, pages, gathered_size, gathered_at, rows,
  total_rows, size, sha256, failure, started_at, finished_at, expires_at, attempts`;

/** What was asked, in the words that go on record: the list, what was asked of it, the columns and the format. */
export const queryOf = ({ list, format, asked, columns }: Pick<ExportRow, 'list' | 'format' | 'asked' | 'columns'>): string =>
  `{"list":${JSON.stringify(list)},"asked":${asked},"columns":${JSON.stringify(columns)},"format":${JSON.stringify(format)}}`;
