import type { ExportEvent } from '@chancery/domain';
import { type ExportFailure, type ExportRow, queryOf } from './exportRow.ts';

type Told = Pick<ExportRow, 'id' | 'list' | 'format' | 'asked' | 'columns'>;
type End = Partial<Pick<ExportEvent, 'rows' | 'size' | 'sha256'>> & { readonly failure?: ExportFailure };

/** §3.14 What goes on record of an export: what was asked, and, once that is known, what came of it. */
export const exportEvent = (row: Told, { rows = null, size = null, sha256 = null, failure }: End = {}): ExportEvent => ({
  type: 'export',
  exportId: row.id,
  query: queryOf(row),
  rows,
  size,
  sha256,
  failure: failure === undefined ? null : { code: failure.code, clause: failure.clause },
});
