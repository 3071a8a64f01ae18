import { type Caller, pageSize } from '@chancery/domain';
import { type Connection, connection, decodeCursor } from '@chancery/kernel';
import { auditing, refusalUnder } from '@chancery/policy';
import type { AuditRecord } from '@chancery/trust';
import { type AuditEntry, auditEntry } from './auditEntry.ts';
import type { AuditTransaction } from './database.ts';
import { countEntries, readEntries, soughtBy } from './soughtEntries.ts';

/** What the audit trail may be narrowed by; every fact exactly. */
export interface AuditFilter {
  readonly official?: string | null;
  readonly institution?: string | null;
  readonly act?: string | null;
  readonly documentId?: string | null;
  readonly consignmentId?: string | null;
  readonly outcome?: readonly AuditRecord['outcome'][] | null;
  readonly code?: string | null;
  readonly traceId?: string | null;
  readonly place?: string | null;
  readonly breakGlass?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
}

export interface EntriesArguments {
  readonly filter?: AuditFilter | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface EntryPage extends Connection<AuditEntry> {
  /** Counted only when asked for. */
  totalCount(): Promise<number>;
}

/**
 * §10.3 The audit trail, newest first. The exchange's auditors see all of it, an institution's those entries of which its
 * officials or its perimeter are part. Throws `DUTY_REQUIRED`, `PAGE_TOO_LARGE`, `CURSOR_INVALID`.
 */
export async function listEntries(db: AuditTransaction, caller: Caller, { filter, first, after }: EntriesArguments): Promise<EntryPage> {
  const refusal = refusalUnder(auditing, caller);
  if (refusal !== null) throw refusal;
  const size = pageSize(first);
  const sought = soughtBy(caller, filter ?? {});
  const rows = await readEntries(db, sought, after ? decodeCursor(after, 2) : null, size + 1);
  return {
    ...connection(rows, size, {
      after,
      cursorOf: ({ at, id }) => [at.toISOString(), id],
      nodeOf: (row) => auditEntry(row, row.documents),
    }),
    totalCount: () => countEntries(db, sought),
  };
}
