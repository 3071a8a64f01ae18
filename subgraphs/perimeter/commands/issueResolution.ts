import { type Caller, cleanLine, deadlineForExecuting, type OfficialId, parseOfficialId, Refusal } from '@chancery/domain';
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

/**
 * §9.1 A signatory of the recipient writes on a registered document who does what, by when (§11.2 as the regulation in force says where it is
 * not said), and what was decided. An executor of whom the copy
 * of the directory has not heard is asked for between two transactions, once nothing else stands in the way.
 */
export const issueResolution: Command<IssueResolutionInput, ConsignmentAnswer> = async (perimeter, input, context) => {
  const regulation = await perimeter.directory.findRegulation(context.now);
  const attempt = (isLookedUp: boolean) =>
    onConsignment(perimeter, context, { name: 'issueResolution', input }, ({ tx, caller, now, consignment }) => {
      requireRegistered(consignment);
      if (consignment.executor !== null) throw new Refusal('RESOLUTION_ALREADY_ISSUED');
      const executor = parseOfficialId(input.executor);
      if (!isLookedUp && perimeter.directory.official(executor) === undefined) throw new UnheardOf(executor);
      if (!isExecutor(perimeter, executor, caller, now)) throw new Refusal('EXECUTOR_UNKNOWN');
      const dueAt = input.dueAt ?? deadlineForExecuting(regulation, now);
      if (dueAt <= now) throw new Refusal('DEADLINE_IN_THE_PAST');
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
  return attempt(false).catch(async (error: unknown) => {
    if (!(error instanceof UnheardOf)) throw error;
    await perimeter.directory.findOfficial(error.official);
    return attempt(true);
  });
};

/** The copy of the directory may be behind: it has to be renewed, outside the transaction. */
class UnheardOf extends Error {
  override readonly name = 'UnheardOf';
  readonly official: OfficialId;

  constructor(official: OfficialId) {
    super('an official who may be new');
    this.official = official;
  }
}

/** Whether an official of the caller's own institution holds the duty of executor there now. */
function isExecutor({ directory }: Perimeter, executor: OfficialId, { institution }: Caller, now: Date): boolean {
  const official = directory.official(executor);
  if (official?.institution !== institution || official.dismissed) return false;
  return directory.callerOf(official, institution, now).duties.includes('EXECUTOR');
}
