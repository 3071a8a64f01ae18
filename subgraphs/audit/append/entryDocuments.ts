import { Prisma } from '../prisma/client/client.ts';

/** Which documents the entries and closings name that were written. */
export const named = Prisma.sql`
  INSERT INTO entry_document (document, at, entry)
  SELECT document, at, id FROM (SELECT id, at, documents FROM opened UNION ALL SELECT id, at, documents FROM closed) w, unnest(documents) document
  ON CONFLICT DO NOTHING`;
