import { asOwner } from './asOwner.ts';

/** Who follows what institutions do, and keeps how far it has read each feed. */
const followers = ['exchange', 'catalogue', 'audit'] as const;

/**
 * Has everybody follow a server from its first event on: one of the same name was here before, and its feed ended elsewhere. To be done while the
 * server does not answer: what is read of it meanwhile would be written down again.
 */
export async function followAnew(server: string, urlOf: (service: string) => string | undefined): Promise<void> {
  for (const url of followers.map(urlOf)) if (url !== undefined) await asOwner(url, (db) => db.query(forgetting, [server]));
}

const forgetting = 'DELETE FROM kernel.follow_cursor WHERE source = $1';

/** Whether the server of this database has told nothing yet: its tables may not be there. */
export const hasToldNothing = (url: string): Promise<boolean> =>
  asOwner(url, async (db) => {
    const { rows } = await db.query<{ readonly isMade: boolean }>(`SELECT to_regclass('kernel.outbox') IS NOT NULL AS "isMade"`);
    return rows[0]?.isMade !== true || (await db.query('SELECT 1 FROM kernel.outbox LIMIT 1')).rows.length === 0;
  });
