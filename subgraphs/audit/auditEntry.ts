import type { AuditParticulars, AuditRecord } from '@chancery/trust';
import { Prisma } from './prisma/client/client.ts';

/** A row of table `audit_entry`. */
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

/** The columns of an `EntryRow`, for `SELECT`. */
export const entryColumns = Prisma.sql`id, at, place, act, official, institution, duties, documents, consignment, outcome, code, clause, trace_id, closed_at, particulars`;

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
});
export type AuditEntry = ReturnType<typeof auditEntry>;

const official = (id: string | null) => (id === null ? null : { __typename: 'Official', id });
