import { type Caller, cleanLine, type OfficialId, parseOfficialId, Refusal } from '@chancery/domain';
import { callerOf } from '@chancery/kernel';
import type { Perimeter } from '../perimeter.ts';
import { Prisma } from '../prisma/client/client.ts';
import { updateConsignment } from '../tables/consignments.ts';
import type { Command, CommandInput } from './command.ts';
import { cleanNote } from './notes.ts';
import { type ConsignmentAnswer, onConsignment } from './onConsignment.ts';
import { requireRegistered } from './requireRegistered.ts';

export interface IssueResolutionInput extends CommandInput {
  readonly consignmentId: string;
  readonly executor: string;
  readonly instruction: string;
  readonly dueAt?: Date | null;
  readonly decision?: string | null;
  /** A day. */
  readonly decidedOn?: string | null;
}

/** §9.1 A signatory of the recipient writes on a registered document who does what, by when, and what was decided. */
export const issueResolution: Command<IssueResolutionInput, ConsignmentAnswer> = async (perimeter, input, context) => {
  const executor = parseOfficialId(input.executor);
  const mayExecute = await isExecutor(perimeter, executor, callerOf(context), context.now);
  return onConsignment(perimeter, context, { name: 'issueResolution', input }, ({ tx, caller, now, consignment }) => {
    requireRegistered(consignment);
    if (consignment.executor !== null) throw new Refusal('RESOLUTION_ALREADY_ISSUED');
    if (!mayExecute) throw new Refusal('EXECUTOR_UNKNOWN');
    const dueAt = input.dueAt ?? null;
    if (dueAt !== null && dueAt <= now) throw new Refusal('DEADLINE_IN_THE_PAST');
    const instruction = cleanNote('instruction', input.instruction);
    const decision = input.decision === null || input.decision === undefined ? null : cleanLine('decision', input.decision);
    return updateConsignment(
      tx,
      consignment.id,
      Prisma.sql`
        executor = ${executor}, instruction = ${instruction}, due_at = ${dueAt}::timestamptz, decision = ${decision},
        decided_on = ${input.decidedOn ?? null}::date, issued_at = ${now}, issued_by = ${caller.official}`,
    );
  });
};

/** Whether an official of the caller's own institution holds the duty of executor there now. */
async function isExecutor({ directory }: Perimeter, executor: OfficialId, { institution }: Caller, now: Date): Promise<boolean> {
  const official = await directory.findOfficial(executor);
  return official?.institution === institution && directory.callerOf(official, institution, now).duties.includes('EXECUTOR');
}
