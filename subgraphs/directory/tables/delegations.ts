import type { DelegationId, DelegationPeriod, Duty, InstitutionCode, OfficialId } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';

/** A delegation as it stands in the directory. */
export interface DelegationRecord extends DelegationPeriod {
  readonly id: DelegationId;
  readonly delegator: OfficialId;
  readonly delegate: OfficialId;
  readonly duty: Duty;
  readonly institution: InstitutionCode;
}

export async function insertDelegation(tx: Transaction, delegation: DelegationRecord): Promise<void> {
  const { id, delegator, delegate, duty, institution, from, to } = delegation;
  await tx.$executeRaw`
    INSERT INTO delegation (id, delegator, delegate, duty, institution, held_from, held_to)
    VALUES (${id}, ${delegator}, ${delegate}, ${duty}, ${institution}, ${from}, ${to})`;
}

export async function findDelegation(tx: Transaction, id: DelegationId): Promise<DelegationRecord | undefined> {
  const [row] = await tx.$queryRaw<DelegationRecord[]>`
    SELECT id, delegator, delegate, duty, institution, held_from AS "from", held_to AS "to" FROM delegation WHERE id = ${id}`;
  return row;
}

/** Brings its end forward; nothing else of a delegation ever changes. */
export async function bringForward(tx: Transaction, id: DelegationId, to: Date): Promise<void> {
  await tx.$executeRaw`UPDATE delegation SET held_to = ${to} WHERE id = ${id} AND held_to > ${to}`;
}
