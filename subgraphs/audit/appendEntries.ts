import type { AuditRecord } from '@chancery/trust';
import type { AuditTransaction } from './database.ts';

/**
 * §10.5 Puts entries on record, in one statement. An id that is known closes the entry that it opened at the same place: only
 * outcome, code, clause and time of closing are taken over, and documents are added. A closed entry never changes, whatever comes.
 */
export async function appendEntries(tx: AuditTransaction, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  await tx.$executeRaw`
    WITH written AS (
      INSERT INTO audit_entry (id, at, place, act, official, institution, duties, documents, consignment, outcome, code, clause, trace_id, closed_at, particulars)
      SELECT id, at, place, act, official, institution, duties, documents, consignment, outcome, code, clause, trace_id, closed_at, particulars
        FROM jsonb_to_recordset(${JSON.stringify(withoutRepeats(records).map(columnsOf))}::jsonb) AS told(
             id text, at timestamptz, place text, act text, official text, institution text, duties text[], documents text[],
             consignment text, outcome text, code text, clause text, trace_id text, closed_at timestamptz, particulars jsonb)
       ORDER BY id
      ON CONFLICT (id) DO UPDATE SET
        outcome = excluded.outcome, code = excluded.code, clause = excluded.clause, closed_at = excluded.closed_at,
        documents = audit_entry.documents || ARRAY(SELECT d FROM unnest(excluded.documents) d WHERE d <> ALL (audit_entry.documents))
       WHERE audit_entry.outcome = 'OPEN' AND excluded.outcome <> 'OPEN' AND audit_entry.place = excluded.place
      RETURNING id, at, documents
    )
    INSERT INTO entry_document (document, at, entry) SELECT document, at, id FROM written, unnest(documents) AS document
    ON CONFLICT DO NOTHING`;
}

/** One record for each id: opened and closed in one batch, it is what was opened, with how it ended. */
function withoutRepeats(records: readonly AuditRecord[]): readonly AuditRecord[] {
  const byId = new Map<string, AuditRecord>();
  for (const record of records) {
    const known = byId.get(record.id);
    byId.set(record.id, known === undefined ? record : closedBy(known, record));
  }
  return [...byId.values()];
}

function closedBy(open: AuditRecord, { outcome, code, clause, documentIds, closedAt }: AuditRecord): AuditRecord {
  if (open.outcome !== 'OPEN' || outcome === 'OPEN') return open;
  return { ...open, outcome, code, clause, closedAt, documentIds: [...new Set([...open.documentIds, ...documentIds])] };
}

const columnsOf = (record: AuditRecord) => ({
  id: record.id,
  at: record.at,
  place: record.place,
  act: record.act,
  official: record.official,
  institution: record.institution,
  duties: record.duties,
  documents: record.documentIds,
  consignment: record.consignmentId,
  outcome: record.outcome,
  code: record.code,
  clause: record.clause,
  trace_id: record.traceId,
  closed_at: record.closedAt,
  particulars: record.particulars ?? null,
});
