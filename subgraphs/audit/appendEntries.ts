import { invariant } from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import { closed } from './append/closings.ts';
import { type Decided, decidedIn, decisionsKept } from './append/decisions.ts';
import { opened } from './append/entries.ts';
import { named } from './append/entryDocuments.ts';
import { ended, waiting } from './append/openEntries.ts';
import { known, told } from './append/told.ts';
import type { AuditTransaction } from './database.ts';
import { Prisma } from './prisma/client/client.ts';

/**
 * §10.5, §10.6 Puts entries on record with the decisions that stand beside them, in one statement; nothing that is on record changes. An id that is
 * known closes the entry that it opened at the same place, once. What somebody else writes in the same moment is waited for, and looked at again.
 */
export async function appendEntries(tx: AuditTransaction, records: readonly AuditRecord[]): Promise<void> {
  let rest = withoutRepeats(records);
  for (let look = 1; rest.length > 0; look++) {
    // Whoever was waited for has committed, and is seen, or is gone, and is no longer in the way.
    invariant(look <= 3, 'an audit entry that is in the way is seen the next time');
    const seen = await append(tx, rest, look === 1 ? decidedIn(records) : []);
    rest = rest.filter(({ id }) => !seen.has(id));
  }
}

/** One table to a part; the parts read from each other by their names. Answers the ids that were on record before, or are now. */
async function append(tx: AuditTransaction, records: readonly AuditRecord[], decided: readonly Decided[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ readonly id: string }[]>`
    WITH told AS (${told(records)}), known AS (${known}), opened AS (${opened}), closed AS (${closed}),
      named AS (${named}), waiting AS (${waiting}), ended AS (${ended})${decided.length === 0 ? Prisma.empty : decisionsKept(decided)}
    SELECT id FROM known UNION ALL SELECT id FROM opened`;
  return new Set(rows.map(({ id }) => id));
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
