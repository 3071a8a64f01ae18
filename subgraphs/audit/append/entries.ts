import type { AuditRecord } from '@chancery/trust';
import type { AuditTransaction } from '../database.ts';
import { addEntryDocuments } from './entryDocuments.ts';
import { addOpenEntries } from './openEntries.ts';
import { told } from './told.ts';

/** Puts new entries on record, with what stands beside them, in one statement; answers their ids. What is there already stays as it is. §10.5 */
export async function addEntries(tx: AuditTransaction, records: readonly AuditRecord[]): Promise<ReadonlySet<string>> {
  if (records.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ readonly id: string }[]>`
    WITH written AS (
      INSERT INTO audit_entry (id, at, place, act, official, institution, duties, documents, consignment, outcome, code, clause, trace_id, closed_at, particulars)
      SELECT id, at, place, act, official, institution, duties, documents, consignment, outcome, code, clause, trace_id, closed_at, particulars
        FROM ${told(records)} ORDER BY id
      ON CONFLICT (id) DO NOTHING
      RETURNING id, at, documents, outcome
    ), named AS (${addEntryDocuments}), waiting AS (${addOpenEntries})
    SELECT id FROM written`;
  return new Set(rows.map(({ id }) => id));
}
