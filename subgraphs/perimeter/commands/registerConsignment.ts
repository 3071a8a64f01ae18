import { after, consignmentMoves } from '@chancery/domain';
import { enterConsignment } from '../tables/consignments.ts';
import type { Command, CommandInput } from './command.ts';
import { type ConsignmentAnswer, onConsignment } from './onConsignment.ts';

export interface RegisterConsignmentInput extends CommandInput {
  readonly consignmentId: string;
}

/** §8.2 A registrar of the recipient enters a delivered consignment in the incoming register of the year and gives it its number. */
export const registerConsignment: Command<RegisterConsignmentInput, ConsignmentAnswer> = (perimeter, input, context) =>
  onConsignment(perimeter, context, { name: 'registerConsignment', input }, ({ tx, caller, now, consignment }) => {
    after(consignmentMoves.register, consignment.state);
    const { id, institution } = consignment;
    return enterConsignment(tx, id, { institution, direction: 'INCOMING', subject: id, now, official: caller.official });
  });
