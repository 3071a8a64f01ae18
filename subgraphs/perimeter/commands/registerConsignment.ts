import { after, consignmentMoves, kindOf, numberFormIn } from '@chancery/domain';
import { enterConsignment } from '../tables/consignments.ts';
import type { Command, CommandInput } from './command.ts';
import { type ConsignmentAnswer, onConsignment } from './onConsignment.ts';

export interface RegisterConsignmentInput extends CommandInput {
  readonly consignmentId: string;
}

/** §8.2 A registrar of the recipient enters a delivered consignment in the incoming register of the year and gives it its number, written as §6.4 says. */
export const registerConsignment: Command<RegisterConsignmentInput, ConsignmentAnswer> = async (perimeter, input, context) => {
  const regulation = await perimeter.directory.findRegulation(context.now);
  return onConsignment(perimeter, context, { name: 'registerConsignment', input }, ({ tx, caller, now, consignment }) => {
    after(consignmentMoves.register, consignment.state);
    const { id, institution, documentId } = consignment;
    const direction = 'INCOMING';
    const form = numberFormIn(regulation, { institution, direction, kind: kindOf(documentId), year: now.getUTCFullYear() });
    return enterConsignment(tx, id, { institution, direction, subject: id, now, official: caller.official, form });
  });
};
