import type { AuditParticulars, AuditRecord } from '@chancery/trust';
import { Prisma } from './prisma/client/client.ts';

/** An entry with how it ended: a row of `audit_entry`, and of `audit_closing` where it was opened before. */
export interface EntryRow {
  readonly id: string;
  readonly at: Date;
  readonly place: string;
  readonly act: string;
  readonly official: string | null;
  readonly institution: string | null;
  readonly duties: readonly string[];
  readonly documents: readonly string[];
  readonly consignment: string | null;
  readonly outcome: AuditRecord['outcome'];
  readonly code: string | null;
  readonly clause: string | null;
  readonly trace_id: string;
  readonly closed_at: Date | null;
  readonly particulars: AuditParticulars | null;
}

/** The columns of an `EntryRow`, where `audit_entry` is called `e` and `audit_closing` `c`. */
export const entryColumns = Prisma.sql`
  e.id, e.at, e.place, e.act, e.official, e.institution, e.duties, e.documents || coalesce(c.documents, '{}') AS documents, e.consignment,
  coalesce(c.outcome, e.outcome) AS outcome, coalesce(c.code, e.code) AS code, coalesce(c.clause, e.clause) AS clause, e.trace_id,
  coalesce(c.closed_at, e.closed_at) AS closed_at, coalesce(c.particulars, e.particulars) AS particulars`;

/** Every entry, with its closing where it has one. */
export const entries = Prisma.sql`audit_entry e LEFT JOIN audit_closing c ON c.entry = e.id`;

/** An entry as the graph shows it. `documents` are those that it may name here: all of them to auditors, a document's own to its readers. */
export const auditEntry = (row: EntryRow, documents: readonly string[]) => ({
  id: row.id,
  at: row.at,
  place: row.place,
  act: row.act,
  official: official(row.official),
  institution: row.institution === null ? null : { __typename: 'Institution', code: row.institution },
  duties: row.duties,
  documentId: documents[0] ?? null,
  documentIds: documents,
  consignmentId: row.consignment,
  outcome: row.outcome,
  code: row.code,
  clause: row.clause,
  traceId: row.trace_id,
  closedAt: row.closed_at,
  delegatedBy: (row.particulars?.delegatedBy ?? []).map(({ duty, by }) => ({ duty, by: official(by) })),
  about: row.particulars?.about?.official ?? null,
  aboutDuty: row.particulars?.about?.duty ?? null,
  breakGlass: row.particulars?.breakGlass ?? [],
  export: row.particulars?.export ?? null,
  claimedAt: row.particulars?.claimedAt === undefined ? null : new Date(row.particulars.claimedAt),
  times: row.particulars?.times ?? 1,
});
export type AuditEntry = ReturnType<typeof auditEntry>;

const official = (id: string | null) => (id === null ? null : { __typename: 'Official', id });
