import { Prisma } from '../prisma/client/client.ts';

/** The new entries that wait for their closing. */
export const waiting = Prisma.sql`INSERT INTO open_entry (at, entry) SELECT at, id FROM opened WHERE outcome = 'OPEN'`;

/** Those whose closing has come wait no longer. Looked up one by one, for the reason that `known` has. */
export const ended = Prisma.sql`
  DELETE FROM open_entry WHERE ctid = ANY(ARRAY(
    SELECT o.ctid FROM closed c CROSS JOIN LATERAL (SELECT ctid FROM open_entry w WHERE w.at = c.at AND w.entry = c.id LIMIT 1) o))`;
