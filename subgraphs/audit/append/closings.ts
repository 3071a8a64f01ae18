import { Prisma } from '../prisma/client/client.ts';

/**
 * How entries ended that were opened before at the same place, each once: outcome, code, clause, time of closing, further documents and what was
 * read in an emergency (§10.7). What was told first stays. §10.5
 */
export const closed = Prisma.sql`
  INSERT INTO audit_closing (entry, at, outcome, code, clause, documents, closed_at, particulars)
  SELECT e.id, e.at, told.outcome, told.code, told.clause, ARRAY(SELECT d FROM unnest(told.documents) d WHERE d <> ALL (e.documents)), told.closed_at,
         CASE WHEN told.particulars -> 'breakGlass' IS NOT NULL THEN told.particulars END
    FROM told JOIN known e ON e.id = told.id AND e.place = told.place AND e.outcome = 'OPEN' WHERE told.outcome <> 'OPEN' ORDER BY e.id
  ON CONFLICT (entry) DO NOTHING
  RETURNING entry AS id, at, documents`;
