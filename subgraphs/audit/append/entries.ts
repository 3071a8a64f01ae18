import { Prisma } from '../prisma/client/client.ts';

/** The entries that are new. One that somebody else writes now is waited for, and left to the next look. */
export const opened = Prisma.sql`
  INSERT INTO audit_entry (id, at, place, act, official, institution, duties, documents, consignment, outcome, code, clause, trace_id, closed_at, particulars)
  SELECT id, at, place, act, official, institution, duties, documents, consignment, outcome, code, clause, trace_id, closed_at, particulars
    FROM told WHERE NOT EXISTS (SELECT FROM known WHERE known.id = told.id) ORDER BY id
  ON CONFLICT (id) DO NOTHING
  RETURNING id, at, documents, outcome`;
