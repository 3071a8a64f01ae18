import { firstRegulation, parseRegulation } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';
import { insertDecision, insertVersion } from './versions.ts';

/**
 * §16.1 Enters the first version where there is none: what is in force without it, on record. Nobody proposed it, and it takes effect at once.
 * Answers the directory's version after it. The transaction holds the directory's lock.
 */
export async function enterFirstVersion(tx: Transaction, last: number, now: Date): Promise<number> {
  const [known] = await tx.$queryRaw<unknown[]>`SELECT 1 FROM regulation LIMIT 1`;
  if (known !== undefined) return last;
  const times = { proposedAt: now, endsAt: now };
  const version = await insertVersion(tx, {
    rules: parseRegulation(firstRegulation),
    note: null,
    askedFrom: null,
    proposedBy: null,
    ...times,
  });
  const change = last + 1;
  const decided = { decidedBy: null, decidedAt: now, reason: null };
  await insertDecision(tx, { version, outcome: 'CONFIRMED', effectiveFrom: now, ...decided, change });
  return change;
}
