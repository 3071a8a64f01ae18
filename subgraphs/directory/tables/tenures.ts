import type { Duty, InstitutionCode, OfficialId, Period, Tenure, TenuresOf } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';

/** A duty of an official in an institution. */
export interface DutyOf {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
  readonly duty: Duty;
}

/** What some officials, and whoever delegated to them, hold now or will hold. */
export async function readTenures(tx: Transaction, officials: readonly OfficialId[], now: Date): Promise<TenuresOf> {
  const rows = await tx.$queryRaw<(Tenure & { readonly official: OfficialId })[]>`
    WITH asked AS (
      SELECT unnest(${officials}::text[]) AS id UNION SELECT delegator FROM delegation WHERE delegate = ANY(${officials}::text[]) AND held_to > ${now})
    SELECT official, duty, institution, held_from AS "from", held_to AS "to", NULL AS "delegatedBy" FROM held_duty JOIN asked ON official = asked.id
     WHERE held_to IS NULL OR held_to > ${now}
    UNION ALL
    SELECT delegate, duty, institution, held_from, held_to, delegator FROM delegation JOIN asked ON delegate = asked.id WHERE held_to > ${now}`;
  const byOfficial = Map.groupBy(rows, ({ official }) => official);
  return (official) => byOfficial.get(official) ?? [];
}

/** §2.6.1 A duty is held from now, or from a later day. */
export async function insertTenure(tx: Transaction, { official, institution, duty }: DutyOf, { from, to }: Period): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO held_duty (official, institution, duty, held_from, held_to) VALUES (${official}, ${institution}, ${duty}, ${from}, ${to})`;
}

/** Ends a duty, and one that was to begin later; answers whether there was one. */
export async function endTenure(tx: Transaction, { official, institution, duty }: DutyOf, now: Date): Promise<boolean> {
  const ended = await tx.$executeRaw`
    UPDATE held_duty SET held_to = greatest(held_from, ${now})
     WHERE official = ${official} AND institution = ${institution} AND duty = ${duty} AND (held_to IS NULL OR held_to > greatest(held_from, ${now}))`;
  return ended > 0;
}

/** Ends all that an official holds, wherever, also by delegation. */
export async function endAllTenures(tx: Transaction, official: OfficialId, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE held_duty SET held_to = greatest(held_from, ${now}) WHERE official = ${official} AND (held_to IS NULL OR held_to > ${now})`;
  await tx.$executeRaw`
    UPDATE delegation SET held_to = greatest(held_from, ${now}) WHERE delegate = ${official} AND held_to > ${now}`;
}
