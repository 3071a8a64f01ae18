import { type Duty, type InstitutionCode, type OfficialId, Refusal } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';
import { clauseFor, refusalUnder } from '@chancery/policy';

interface AtNow {
  readonly tx: Transaction;
  readonly now: Date;
}

/** An official, and for whom he acts. */
interface Acting {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
}

/**
 * §2.3 The directory's own word, under its lock, that an official holds a duty for a command now: what a mandate says may be older than the end of
 * that duty, and two who end each other's come one after the other. Throws `DUTY_REQUIRED`.
 */
export async function requireDutyNow(at: AtNow, acting: Acting, command: string): Promise<void> {
  const refusal = await refusalNow(at, acting, command);
  if (refusal !== null) throw refusal;
}

/**
 * §2.6.2, §13.1, §16.2.3 Four eyes that may, at the moment when it counts: whoever gave the first command may give it still when another confirms what
 * came of it. `clause` is the one that asks for both. Throws `PROPOSER_WITHOUT_DUTY`.
 */
export async function requireProposerNow(
  at: AtNow,
  proposer: Acting,
  { command, clause }: { readonly command: string; readonly clause: string },
): Promise<void> {
  if ((await refusalNow(at, proposer, command)) !== null) throw new Refusal('PROPOSER_WITHOUT_DUTY', undefined, clause);
}

async function refusalNow({ tx, now }: AtNow, { official, institution }: Acting, command: string): Promise<Refusal | null> {
  const held = await tx.$queryRaw<{ duty: Duty }[]>`
    SELECT duty FROM duties_at(${now}) WHERE official = ${official} AND institution = ${institution}`;
  return refusalUnder(clauseFor(command), { official, institution, duties: held.map(({ duty }) => duty), clearance: false });
}
