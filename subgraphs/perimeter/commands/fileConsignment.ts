import { cleanLine, Refusal } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { updateConsignment } from '../tables/consignments.ts';
import type { Command, CommandInput } from './command.ts';
import { type ConsignmentAnswer, onConsignment } from './onConsignment.ts';
import { requireRegistered } from './requireRegistered.ts';

export interface FileConsignmentInput extends CommandInput {
  readonly consignmentId: string;
  readonly caseFile: string;
}

/** §8.4, §9.3 A registrar of the recipient files a registered consignment in a case file. */
export const fileConsignment: Command<FileConsignmentInput, ConsignmentAnswer> = (perimeter, input, context) =>
  onConsignment(perimeter, context, { name: 'fileConsignment', input }, ({ tx, now, consignment }) => {
    requireRegistered(consignment);
    if (consignment.filedAt !== null) throw new Refusal('ALREADY_FILED');
    return updateConsignment(tx, consignment.id, Prisma.sql`case_file = ${cleanLine('caseFile', input.caseFile)}, filed_at = ${now}`);
  });
