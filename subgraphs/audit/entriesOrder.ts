import { invariant, type Json } from '@chancery/domain';
import { type ExportFormat, type Exporting, type ExportOrder, listNamed } from '@chancery/exporting';

/** Which part of the trail an auditor has made into a file. */
export interface StartAuditExportInput {
  readonly filter?: object | null;
  readonly columns?: readonly string[] | null;
  readonly format: ExportFormat;
  readonly requestId?: string | null;
}

/** What is made of it. */
export function entriesOrder(exporting: Pick<Exporting, 'lists'>, { filter, columns, format }: StartAuditExportInput): ExportOrder {
  const list = listNamed(exporting, 'auditEntries');
  invariant(list, 'the audit trail is a list of which exports are made');
  return { list, asked: JSON.parse(JSON.stringify({ filter })) as Readonly<Record<string, Json>>, columns: columns ?? null, format };
}
