import type { ExportFormat } from '../exportRow.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { ndjson } from './ndjson.ts';
import { parquet } from './parquet.ts';
import { xlsx } from './xlsx.ts';

export const formats: Readonly<Record<ExportFormat, Format>> = { CSV: csv, NDJSON: ndjson, XLSX: xlsx, PARQUET: parquet };
