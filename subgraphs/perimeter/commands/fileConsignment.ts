import { cleanLine, invariant, kindOf, Refusal, retentionAtFiling } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { updateConsignment } from '../tables/consignments.ts';
import type { Command, CommandInput } from './command.ts';
import { type ConsignmentAnswer, onConsignment } from './onConsignment.ts';
import { requireRegistered } from './requireRegistered.ts';

export interface FileConsignmentInput extends CommandInput {
  readonly consignmentId: string;
  readonly caseFile: string;
}

/** §8.4, §9.3 A registrar of the recipient files a registered consignment in a case file; §12.1 from then on it carries its retention. */
export const fileConsignment: Command<FileConsignmentInput, ConsignmentAnswer> = async (perimeter, input, context) => {
  const regulation = await perimeter.directory.findRegulation(context.now);
  return onConsignment(perimeter, context, { name: 'fileConsignment', input }, ({ tx, now, consignment }) => {
    requireRegistered(consignment);
    if (consignment.filedAt !== null) throw new Refusal('ALREADY_FILED');
    const caseFile = cleanLine('caseFile', input.caseFile);
    const { id, documentId, registeredAt } = consignment;
    invariant(registeredAt, 'what is filed was registered');
    const retention = retentionAtFiling(regulation, kindOf(documentId), { registeredAt, filedAt: now });
    return updateConsignment(
      tx,
      id,
      Prisma.sql`case_file = ${caseFile}, filed_at = ${now}, retention = ${JSON.stringify(retention)}::jsonb`,
    );
  });
};
