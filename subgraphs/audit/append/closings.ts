import type { AuditRecord } from '@chancery/trust';
import type { AuditTransaction } from '../database.ts';
import { addEntryDocuments } from './entryDocuments.ts';
import { endOpenEntries } from './openEntries.ts';
import { told } from './told.ts';

/**
 * Closes entries that were opened at the same place, each once, in one statement; answers their ids. Of a record only outcome, code, clause, time
 * of closing, further documents and what was read in an emergency are taken over; what was told first stays. §10.5
 */
export async function addClosings(tx: AuditTransaction, records: readonly AuditRecord[]): Promise<ReadonlySet<string>> {
  const ends = records.filter(({ outcome }) => outcome !== 'OPEN');
  if (ends.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ readonly id: string }[]>`
    WITH written AS (
      INSERT INTO audit_closing (entry, at, outcome, code, clause, documents, closed_at, particulars)
      SELECT e.id, e.at, told.outcome, told.code, told.clause, ARRAY(SELECT d FROM unnest(told.documents) d WHERE d <> ALL (e.documents)), told.closed_at,
          CASE WHEN told.particulars -> 'breakGlass' IS NOT NULL THEN told.particulars END
        FROM ${told(ends)} JOIN audit_entry e ON e.id = told.id AND e.place = told.place AND e.outcome = 'OPEN' ORDER BY e.id
      ON CONFLICT (entry) DO NOTHING
      RETURNING entry AS id, at, documents
    ), named AS (${addEntryDocuments}), ended AS (${endOpenEntries})
    SELECT id FROM written`;
  return new Set(rows.map(({ id }) => id));
}
