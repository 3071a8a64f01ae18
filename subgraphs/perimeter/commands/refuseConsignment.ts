import { after, consignmentMoves, type RefusalReason } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { updateConsignment } from '../tables/consignments.ts';
import type { Command, CommandInput } from './command.ts';
import { cleanOptionalNote } from './notes.ts';
import { type ConsignmentAnswer, onConsignment } from './onConsignment.ts';

export interface RefuseConsignmentInput extends CommandInput {
  readonly consignmentId: string;
  readonly reason: RefusalReason;
  readonly note?: string | null;
}

/** §8.3 A registrar of the recipient refuses to register a consignment, and says why. §7.7 One that was registered before a backup was put back is not refused after it. */
export const refuseConsignment: Command<RefuseConsignmentInput, ConsignmentAnswer> = (perimeter, input, context) =>
  onConsignment(perimeter, context, { name: 'refuseConsignment', input, asksFirst: true }, ({ tx, caller, now, consignment, heard }) => {
    if (heard === 'REGISTERED') after(consignmentMoves.refuse, heard);
    const state = after(consignmentMoves.refuse, consignment.state);
    const note = cleanOptionalNote('note', input.note);
    return updateConsignment(
      tx,
      consignment.id,
      Prisma.sql`state = ${state}, refused_reason = ${input.reason}, refused_note = ${note}, refused_at = ${now}, refused_by = ${caller.official}`,
    );
  });
