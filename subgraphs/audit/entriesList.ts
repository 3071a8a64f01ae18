import type { Json } from '@chancery/domain';
import type { Asked, Column, ExportableList, Row } from '@chancery/exporting';
import { auditing } from '@chancery/policy';
import type { EntryRow } from './auditEntry.ts';
import type { AuditDatabase } from './database.ts';
import type { AuditFilter } from './entries.ts';
import { checkFilter, countEntries, type Room, readEntriesWithin, soughtBy } from './soughtEntries.ts';

/** All of an entry that `auditEntries` shows but how the rules decided it. */
const columns: readonly Column[] = [
  { name: 'id', type: 'TEXT' },
  { name: 'at', type: 'MOMENT' },
  { name: 'place', type: 'TEXT' },
  { name: 'act', type: 'TEXT' },
  { name: 'official', type: 'TEXT' },
  { name: 'institution', type: 'TEXT' },
  { name: 'duties', type: 'TEXTS' },
  { name: 'documentIds', type: 'TEXTS' },
  { name: 'consignmentId', type: 'TEXT' },
  { name: 'outcome', type: 'TEXT' },
  { name: 'code', type: 'TEXT' },
  { name: 'clause', type: 'TEXT' },
  { name: 'traceId', type: 'TEXT' },
  { name: 'closedAt', type: 'MOMENT' },
  { name: 'delegatedBy', type: 'TEXTS' },
  { name: 'about', type: 'TEXT' },
  { name: 'aboutDuty', type: 'TEXT' },
  { name: 'breakGlass', type: 'TEXTS' },
  { name: 'export', type: 'TEXT' },
  { name: 'claimedAt', type: 'MOMENT' },
  { name: 'times', type: 'INTEGER' },
];

/** A page. The trail is written here as well: nobody waits for it, and it fits into memory beside others. */
const usual: Room = { rows: 1_000, bytes: 4 * 1024 * 1024 };

/** §3.13 `auditEntries` as a file: the same entries, the newest first. */
export const entriesList = (db: AuditDatabase, room: Partial<Room> = {}): ExportableList => ({
  name: 'auditEntries',
  right: auditing,
  columnsOf(asked) {
    checkFilter(filterOf(asked));
    return columns;
  },
  // Which part of the trail an auditor sees is a matter of his institution alone (§10.3).
  sightOf: () => [],
  count: (caller, asked) => countEntries(db, soughtBy(caller, filterOf(asked))),
  async readPage(caller, asked, after) {
    const { entries, isEnd } = await readEntriesWithin(db, soughtBy(caller, filterOf(asked)), placeIn(after), { ...usual, ...room });
    const last = entries.at(-1);
    return { rows: entries.map(rowOf), next: isEnd || last === undefined ? null : [last.at.toISOString(), last.id] };
  },
});

/** Moments stand in JSON as texts. */
function filterOf({ filter }: Asked): AuditFilter {
  const { from, to, ...others } = (filter ?? {}) as { readonly from?: string | null; readonly to?: string | null };
  return { ...others, from: from ? new Date(from) : null, to: to ? new Date(to) : null };
}

const placeIn = (after: Json): readonly (string | number)[] | null => (Array.isArray(after) ? after.map(String) : null);

const rowOf = (row: EntryRow): Row => ({
  id: row.id,
  at: row.at.toISOString(),
  place: row.place,
  act: row.act,
  official: row.official,
  institution: row.institution,
  duties: row.duties,
  documentIds: row.documents,
  consignmentId: row.consignment,
  outcome: row.outcome,
  code: row.code,
  clause: row.clause,
  traceId: row.trace_id,
  closedAt: row.closed_at?.toISOString() ?? null,
  delegatedBy: (row.particulars?.delegatedBy ?? []).map(({ duty, by }) => `${duty} ${by}`),
  about: row.particulars?.about?.official ?? null,
  aboutDuty: row.particulars?.about?.duty ?? null,
  breakGlass: row.particulars?.breakGlass ?? [],
  export: row.particulars?.export === undefined ? null : JSON.stringify(row.particulars.export),
  claimedAt: row.particulars?.claimedAt ?? null,
  times: row.particulars?.times ?? 1,
});
