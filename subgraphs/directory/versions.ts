import { invariant } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';
import { newId } from '@chancery/trust';
import { Prisma } from './prisma/client/client.ts';

/** Whoever writes in the directory waits for this lock. */
const WRITING = 0x64697279;

/** The last version that was given. */
const lastGiven = Prisma.sql`
  greatest((SELECT max(version) FROM institution), (SELECT max(version) FROM official), (SELECT max(change) FROM regulation_decision),
           (SELECT max(version) FROM break_glass), 0)`;

/** The word of the transaction that gave a version. */
const wordUnder = (version: number): Prisma.Sql =>
  Prisma.sql`(SELECT word FROM versions_given WHERE after < ${version} ORDER BY after DESC LIMIT 1)`;

/**
 * Lets one writer in at a time, until its transaction ends, and tells the last version given.
 * So versions are given in the order of the commits, and a copy that has seen one will never be told a lower one later. What it gives stands under
 * a word of its own: whoever gives the same versions once more, after a backup was put back, has another one.
 */
export async function lastVersion(tx: Pick<Transaction, '$queryRaw' | '$executeRaw'>): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${WRITING}::bigint)`;
  const [row] = await tx.$queryRaw<{ version: number }[]>`SELECT ${lastGiven} AS version`;
  const last = row?.version ?? 0;
  // Of a transaction that gave none after all the word is replaced.
  await tx.$executeRaw`
    INSERT INTO versions_given (after, word) VALUES (${last}, ${newId()}) ON CONFLICT (after) DO UPDATE SET word = excluded.word`;
  return last;
}

/** The last version given, and under which word another one was. One statement: it sees one moment. */
export async function standingAt(
  db: Pick<Transaction, '$queryRaw'>,
  version: number,
): Promise<{ readonly last: number; readonly word: string | null }> {
  const [row] = await db.$queryRaw<{ last: number; word: string | null }[]>`SELECT ${lastGiven} AS last, ${wordUnder(version)} AS word`;
  invariant(row, 'a statement of scalars answers one row');
  return row;
}

/** Under which word a version was given; null for one of the time before there were words. */
export async function wordOf(db: Pick<Transaction, '$queryRaw'>, version: number): Promise<string | null> {
  const [row] = await db.$queryRaw<{ word: string | null }[]>`SELECT ${wordUnder(version)} AS word`;
  return row?.word ?? null;
}
