import { Prisma } from '../prisma/client/client.ts';

/** Which documents the entries or closings just `written` name. */
export const addEntryDocuments = Prisma.sql`
  INSERT INTO entry_document (document, at, entry) SELECT document, at, id FROM written, unnest(documents) AS document
  ON CONFLICT DO NOTHING`;
