import { parseInstitutionCode } from '@chancery/domain';
import { requireRole } from '@chancery/kernel';
import { calls } from '@chancery/trust';
import type { Command } from '../commands/command.ts';
import { type Rewrapped, rewrapFiles } from '../files/rewrapFiles.ts';
import { requireServed } from '../members.ts';

export interface RenewFileKeysInput {
  readonly institution: string;
}

/** §4.11 The operator has put a new key into the file of this server's keys: the files are brought under it, those of its other institutions too. */
export const renewFileKeys: Command<RenewFileKeysInput, Rewrapped> = async (perimeter, input, context) => {
  requireRole(context, ...calls.renewFileKeys);
  await requireServed(perimeter.members, parseInstitutionCode(input.institution));
  return rewrapFiles(perimeter);
};
