import { type InstitutionCode, institutionOf, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { actOf, announceEvents, emitOutside } from '@chancery/kernel';
import type { DirectoryDatabase, DirectoryTransaction } from './database.ts';
import { enter } from './enrol.ts';
import type { EnrolInput } from './enrolment.ts';
import { lastVersion } from './versions.ts';

/** Who joins, as the SDL has it. */
export interface AdmitInstitutionsInput {
  readonly institutions: EnrolInput['institutions'];
  readonly securityOfficers: readonly { readonly id: string; readonly name: string; readonly clearance?: boolean | null }[];
}

/**
 * Enters institutions that join, each with its first security officers, and the first regulation where there is none; answers the directory's version after it. All of
 * them or none. Two officers each, for what takes two to decide (§2.6.2); where an institution has one already they decide, and nobody else (§2.6.1): throws
 * `OFFICERS_ADMIT`, `OFFICIAL_EXISTS`, and as `enrol` does.
 */
export async function admitInstitutions(
  db: DirectoryDatabase,
  { institutions, securityOfficers }: AdmitInstitutionsInput,
  now: Date,
): Promise<number> {
  const codes = institutions.map(({ code }, at) => parseInstitutionCode.at(`institutions[${at}].code`, code));
  const officers = securityOfficers.map((officer, at) => ({
    ...officer,
    id: parseOfficialId.at(`securityOfficers[${at}].id`, officer.id),
  }));
  for (const code of codes)
    requireTwo(
      code,
      officers.filter(({ id }) => institutionOf(id) === code),
    );
  const officials = officers.map(({ id, name, clearance }) => {
    const institution = institutionOf(id);
    if (!codes.includes(institution)) throw new Refusal('BAD_INPUT', `${id} is not of an institution that joins.`);
    return { id, name, institution, clearance: clearance ?? false, duties: ['SECURITY_OFFICER'] as const };
  });
  const version = await db.$transaction(async (tx) => {
    const last = await lastVersion(tx);
    await requireNone(tx, codes);
    if ((await tx.official.count({ where: { id: { in: officials.map(({ id }) => id) } } })) > 0) throw new Refusal('OFFICIAL_EXISTS');
    const entered = await enter(tx, last, { institutions, officials, regulation: true }, now);
    const told = officers.map(({ id }) => ({ officialId: id, institution: institutionOf(id), duty: 'SECURITY_OFFICER' as const }));
    await emitOutside(
      tx,
      actOf('admitInstitutions', null),
      told.map((each) => ({ type: 'official' as const, ...each, reference: null })),
    );
    return entered;
  });
  announceEvents();
  return version;
}

function requireTwo(code: InstitutionCode, officers: readonly { readonly id: string }[]): void {
  if (new Set(officers.map(({ id }) => id)).size < 2) throw new Refusal('BAD_INPUT', `${code} joins with two security officers at least.`);
}

/** Also one that was: an institution is not begun anew. */
async function requireNone(tx: DirectoryTransaction, codes: readonly InstitutionCode[]): Promise<void> {
  const held = await tx.heldDuty.findFirst({ where: { institutionCode: { in: [...codes] }, duty: 'SECURITY_OFFICER' } });
  if (held !== null) throw new Refusal('OFFICERS_ADMIT', `It is so in ${held.institutionCode}.`);
}
