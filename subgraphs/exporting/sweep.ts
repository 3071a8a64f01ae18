import { type Database, sqlTransaction } from '@chancery/kernel';
import { drop } from './carryOut.ts';

/** For so many days after it was dropped an export is still told of. */
const toldDays = 30;
const mostAtOnce = 200;

/** §3.14 Drops what has expired, one export at a time; answers how many. */
export async function dropExpired(db: Database): Promise<number> {
  const expired = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM export WHERE status IN ('WAITING', 'RUNNING', 'FINISHED') AND expires_at <= now() ORDER BY expires_at LIMIT ${mostAtOnce}`;
  for (const { id } of expired)
    await sqlTransaction(db, async (tx) => {
      // What was given up, or has failed, since it was looked for stays what it was.
      const expiring = await tx.$executeRaw`
        UPDATE export SET status = 'EXPIRED', worker = NULL, lease_until = NULL WHERE id = ${id} AND status IN ('WAITING', 'RUNNING', 'FINISHED')`;
      if (expiring > 0) await drop(tx, id);
    });
  await db.$executeRaw`
    DELETE FROM export WHERE status NOT IN ('WAITING', 'RUNNING', 'FINISHED') AND expires_at < now() - make_interval(days => ${toldDays})`;
  return expired.length;
}
