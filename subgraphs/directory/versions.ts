import type { Transaction } from '@chancery/kernel';

/** Whoever writes in the directory waits for this lock. */
const WRITING = 0x64697279;

/**
 * Lets one writer in at a time, until its transaction ends, and tells the last version given.
 * So versions are given in the order of the commits, and a copy that has seen one will never be told a lower one later.
 */
export async function lastVersion(tx: Pick<Transaction, '$queryRaw' | '$executeRaw'>): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${WRITING}::bigint)`;
  const [row] = await tx.$queryRaw<{ version: number }[]>`
    SELECT greatest((SELECT max(version) FROM institution), (SELECT max(version) FROM official), (SELECT max(change) FROM regulation_decision),
                    (SELECT max(version) FROM break_glass), 0) AS version`;
  return row?.version ?? 0;
}
