import type { AuditRecord } from '@chancery/trust';
import { addClosings } from './append/closings.ts';
import { addEntries } from './append/entries.ts';
import type { AuditTransaction } from './database.ts';

/**
 * §10.5 Puts entries on record; nothing that is on record changes. An id that is known closes the entry that it opened at the same place, once.
 * Two statements, each whole by itself: an entry whose closing is broken off stays open, and whoever tells of it tells again.
 */
export async function appendEntries(tx: AuditTransaction, records: readonly AuditRecord[]): Promise<void> {
  const told = withoutRepeats(records);
  // It waits for whoever writes the same ids now: the second statement sees what they have written.
  const added = await addEntries(tx, told);
  await addClosings(
    tx,
    told.filter(({ id }) => !added.has(id)),
  );
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

function closedBy(open: AuditRecord, { outcome, code, clause, documentIds, closedAt, particulars }: AuditRecord): AuditRecord {
  if (open.outcome !== 'OPEN' || outcome === 'OPEN') return open;
  const read = particulars?.breakGlass === undefined ? {} : { particulars };
  return { ...open, ...read, outcome, code, clause, closedAt, documentIds: [...new Set([...open.documentIds, ...documentIds])] };
}
