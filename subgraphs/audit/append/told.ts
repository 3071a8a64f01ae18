import type { AuditRecord } from '@chancery/trust';
import { Prisma } from '../prisma/client/client.ts';

/** Records as rows of SQL, under the name `told`: what the statements of an append read from. */
export const told = (records: readonly AuditRecord[]): Prisma.Sql => Prisma.sql`
  jsonb_to_recordset(${JSON.stringify(records.map(columnsOf))}::jsonb) AS told(
    id text, at timestamptz, place text, act text, official text, institution text, duties text[], documents text[],
    consignment text, outcome text, code text, clause text, trace_id text, closed_at timestamptz, particulars jsonb)`;

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
