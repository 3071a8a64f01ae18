import { Prisma } from '../prisma/client/client.ts';

/** Those of the entries just `written` that wait for their closing. */
export const addOpenEntries = Prisma.sql`INSERT INTO open_entry (at, entry) SELECT at, id FROM written WHERE outcome = 'OPEN'`;

/** Those that the closings just `written` were awaited for wait no longer. */
export const endOpenEntries = Prisma.sql`DELETE FROM open_entry o USING written w WHERE o.at = w.at AND o.entry = w.id`;
