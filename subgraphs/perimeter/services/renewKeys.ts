import { parseInstitutionCode, Refusal } from '@chancery/domain';
import { requireRole } from '@chancery/kernel';
import { calls } from '@chancery/trust';
import type { Command } from '../commands/command.ts';
import { renewOfficialKeys as renewKeys } from '../keys/renewOfficialKeys.ts';
import { type RenewedSeal, renewSeal as renew } from '../keys/renewSeal.ts';
import { requireServed } from '../members.ts';

export interface RenewSealInput {
  readonly institution: string;
  readonly revokedSince?: Date | null;
}

export interface RenewOfficialKeysInput {
  readonly institution: string;
}

/** §5.9 The operator has a new seal made; its answer is empty where the institution has none yet. */
export const renewSeal: Command<RenewSealInput, RenewedSeal | object> = async (perimeter, input, context) => {
  requireRole(context, ...calls.renewSeal);
  const institution = parseInstitutionCode(input.institution);
  await requireServed(perimeter.members, institution);
  const since = input.revokedSince ?? null;
  if (since !== null && since > context.now) throw new Refusal('BAD_INPUT', 'A seal was in strange hands since a moment that has been.');
  return (await renew(perimeter, institution, since)) ?? {};
};

/** §5.9 The operator has new keys made for the officials whose keys are held here. */
export const renewOfficialKeys: Command<RenewOfficialKeysInput, { readonly renewed: number }> = async (perimeter, input, context) => {
  requireRole(context, ...calls.renewOfficialKeys);
  const institution = parseInstitutionCode(input.institution);
  await requireServed(perimeter.members, institution);
  return { renewed: await renewKeys(perimeter.db, institution) };
};
