import type { AuditRecord } from '@chancery/trust';
import { Prisma } from '../prisma/client/client.ts';

/** What is told, as rows of SQL. */
export const told = (records: readonly AuditRecord[]): Prisma.Sql => Prisma.sql`
  SELECT * FROM jsonb_to_recordset(${JSON.stringify(records.map(columnsOf))}::jsonb) AS record(
    id text, at timestamptz, place text, act text, official text, institution text, duties text[], documents text[],
    consignment text, outcome text, code text, clause text, trace_id text, closed_at timestamptz, particulars jsonb)`;

/**
 * The entries of which it is told again. Looked up one by one: a join would be planned for the hundred records that PostgreSQL expects of JSON, read the
 * whole trail while that is short, and be kept so when it is long.
 */
export const known = Prisma.sql`
  SELECT e.* FROM told CROSS JOIN LATERAL (
    SELECT id, at, place, outcome, documents FROM audit_entry a WHERE a.id = told.id LIMIT 1
  ) e`;

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
