import { needsFourEyes } from './appointment.ts';
import type { Duty } from './caller.ts';
import { Refusal } from './errors.ts';
import type { InstitutionCode, OfficialId } from './ids.ts';
import { overlap, type Period } from './period.ts';
import { counts, holdsHimself, isSameDuty, type Tenure, type TenuresOf } from './tenure.ts';

/** §2.5.1 For how many days a duty is delegated at most. */
export const longestDelegationDays = 90;

const dayMs = 86_400_000;

/** Who wants whom to stand in, in which duty, where, and when. */
export interface DelegationWish {
  readonly by: OfficialId;
  readonly to: OfficialId;
  readonly duty: Duty;
  readonly institution: InstitutionCode;
  /** At once where nothing is said. */
  readonly from: Date | null;
  readonly until: Date;
}

/** A time that a delegation may last: it always has an end. */
export interface DelegationPeriod extends Period {
  readonly to: Date;
}

/**
 * §2.5.1, §2.5.2 The time of a delegation that may be given. Throws `DELEGATION_TO_SELF`, `DUTY_NOT_DELEGABLE`, `PERIOD_INVALID`,
 * `DELEGATION_TOO_LONG`, `DUTY_IS_DELEGATED`, `DUTY_NOT_HELD`, `DUTY_ALREADY_HELD`, `DELEGATION_OVERLAPS`.
 */
export function planDelegation(wish: DelegationWish, tenuresOf: TenuresOf, now: Date): DelegationPeriod {
  if (wish.by === wish.to) throw new Refusal('DELEGATION_TO_SELF');
  // One person alone would give what takes two.
  if (needsFourEyes(wish.duty)) throw new Refusal('DUTY_NOT_DELEGABLE');
  const period = periodOf(wish, now);
  requireOwnDuty(tenuresOf(wish.by), wish, period.from, now);
  requireFree(tenuresOf(wish.to), wish, period, now, tenuresOf);
  return period;
}

/** When a delegation, or a duty, is ended by word: at once, and one that has not begun never begins. */
export const endOf = ({ from }: Pick<Period, 'from'>, now: Date): Date => (from > now ? from : now);

/** §2.5.3 Whether nothing of a delegation is left to be ended. */
export const isOver = (period: DelegationPeriod, now: Date): boolean => period.to <= endOf(period, now);

function periodOf({ from, until }: DelegationWish, now: Date): DelegationPeriod {
  const begin = from ?? now;
  if (begin < now || until <= begin) throw new Refusal('PERIOD_INVALID');
  if (until.getTime() - begin.getTime() > longestDelegationDays * dayMs) throw new Refusal('DELEGATION_TOO_LONG');
  return { from: begin, to: until };
}

/** Held now, by oneself, and still when the delegation begins. */
function requireOwnDuty(tenures: readonly Tenure[], wish: DelegationWish, begin: Date, now: Date): void {
  if (holdsHimself(tenures, wish, now, begin)) return;
  const isDelegated = tenures.some((each) => each.delegatedBy !== null && isSameDuty(each, wish) && overlap(each, { from: now, to: null }));
  throw isDelegated ? new Refusal('DUTY_IS_DELEGATED') : new Refusal('DUTY_NOT_HELD', undefined, '2.5.1');
}

/** Nobody holds the same duty twice at one time: who acted would then be in doubt. */
function requireFree(tenures: readonly Tenure[], wish: DelegationWish, period: Period, now: Date, tenuresOf: TenuresOf): void {
  const same = tenures.filter((each) => isSameDuty(each, wish) && overlap(each, period));
  if (same.some(({ delegatedBy }) => delegatedBy === null)) throw new Refusal('DUTY_ALREADY_HELD', undefined, '2.5.1');
  // One whose source has ended counts no more.
  const isLive = (each: Tenure) => each.from > now || counts(each, now, tenuresOf);
  if (same.some(isLive)) throw new Refusal('DELEGATION_OVERLAPS');
}
