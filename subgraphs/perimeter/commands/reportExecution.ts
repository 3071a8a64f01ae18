import { Refusal } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { updateConsignment } from '../tables/consignments.ts';
import type { Command, CommandInput } from './command.ts';
import { cleanNote } from './notes.ts';
import { type ConsignmentAnswer, onConsignment } from './onConsignment.ts';
import { requireRegistered } from './requireRegistered.ts';

export interface ReportExecutionInput extends CommandInput {
  readonly consignmentId: string;
  readonly report: string;
}

/** §9.2 The executor named in the resolution reports, once, that it is carried out. */
export const reportExecution: Command<ReportExecutionInput, ConsignmentAnswer> = (perimeter, input, context) =>
  onConsignment(perimeter, context, { name: 'reportExecution', input }, ({ tx, caller, now, consignment }) => {
    requireRegistered(consignment);
    if (consignment.executor === null) throw new Refusal('RESOLUTION_MISSING');
    if (consignment.executor !== caller.official) throw new Refusal('NOT_THE_EXECUTOR');
    if (consignment.executedAt !== null) throw new Refusal('EXECUTION_ALREADY_REPORTED');
    return updateConsignment(tx, consignment.id, Prisma.sql`report = ${cleanNote('report', input.report)}, executed_at = ${now}`);
  });
