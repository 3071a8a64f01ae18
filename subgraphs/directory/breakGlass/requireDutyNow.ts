import type { Duty } from '@chancery/domain';
import { clauseFor, refusalUnder } from '@chancery/policy';
import type { DirectoryScope } from '../commands/directoryCommand.ts';

/**
 * §2.3 The directory's own word, under its lock, that the caller holds a duty for a command now: what a mandate says may be older than the end of
 * that duty. Throws `DUTY_REQUIRED`.
 */
export async function requireDutyNow({ tx, caller, now }: DirectoryScope, command: string): Promise<void> {
  const held = await tx.$queryRaw<{ duty: Duty }[]>`
    SELECT duty FROM duties_at(${now}) WHERE official = ${caller.official} AND institution = ${caller.institution}`;
  const refusal = refusalUnder(clauseFor(command), { ...caller, duties: held.map(({ duty }) => duty) });
  if (refusal !== null) throw refusal;
}
