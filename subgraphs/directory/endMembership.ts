import { type OfficialId, parseInstitutionCode, Refusal } from '@chancery/domain';
import { actOf, announceEvents, emitOutside } from '@chancery/kernel';
import type { DirectoryDatabase, DirectoryTransaction } from './database.ts';
import { lastVersion } from './versions.ts';

/**
 * An institution takes part no more: nobody can ask it or write to it, and its officials act no more. Its name and theirs stay for what was done.
 * Answers the directory's version after it, the same one where the institution had left already. Throws `INSTITUTION_UNKNOWN`, and
 * `INSTITUTION_IN_USE` where other institutions belong to it. §1.16
 */
export async function endMembership(db: DirectoryDatabase, named: string, now: Date): Promise<number> {
  const code = parseInstitutionCode(named);
  const version = await db.$transaction(async (tx) => {
    const last = await lastVersion(tx);
    const institution = await tx.institution.findUnique({ where: { code }, select: { leftAt: true } });
    if (institution === null) throw new Refusal('INSTITUTION_UNKNOWN');
    if (institution.leftAt !== null) return last;
    if ((await tx.institution.count({ where: { parentCode: code, leftAt: null } })) > 0)
      throw new Refusal('INSTITUTION_IN_USE', `Other institutions belong to ${code}.`);
    const dismissed = await dismissAll(tx, code, last, now);
    await emitOutside(
      tx,
      actOf('endMembership', null),
      dismissed.map(({ id }) => ({ type: 'official' as const, officialId: id, institution: code, duty: null, reference: null })),
    );
    await tx.institution.update({ where: { code }, data: { leftAt: now, version: last + dismissed.length + 1 } });
    return last + dismissed.length + 1;
  });
  announceEvents();
  return version;
}

/** What they held ends at the same moment, and what others were to hold there. */
async function dismissAll(tx: DirectoryTransaction, code: string, last: number, now: Date) {
  await tx.$executeRaw`
    UPDATE held_duty SET held_to = greatest(held_from, ${now})
    WHERE (institution = ${code} OR official IN (SELECT id FROM official WHERE institution = ${code})) AND (held_to IS NULL OR held_to > ${now})`;
  await tx.$executeRaw`
    UPDATE delegation SET held_to = greatest(held_from, ${now}) WHERE institution = ${code} AND held_to > greatest(held_from, ${now})`;
  return tx.$queryRaw<{ readonly id: OfficialId }[]>`
    UPDATE official o SET dismissed_at = ${now}, version = ${last} + n.place
    FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS place FROM official WHERE institution = ${code} AND dismissed_at IS NULL) n
    WHERE n.id = o.id RETURNING o.id`;
}
