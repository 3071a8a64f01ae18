import type { Caller, Duty } from './caller.ts';
import type { InstitutionCode, OfficialId } from './ids.ts';
import { isWithin, type Period } from './period.ts';

/** A duty that an official holds in an institution for a time (§2.3), or that another has delegated to him (§2.5). */
export interface Tenure extends Period {
  readonly duty: Duty;
  readonly institution: InstitutionCode;
  /** Whose duty it is; null where it is held, not delegated. */
  readonly delegatedBy: OfficialId | null;
}

/** All that the directory knows of what an official holds. */
export type TenuresOf = (official: OfficialId) => readonly Tenure[];

type DutyThere = Pick<Tenure, 'duty' | 'institution'>;

/** Whether two are of the same duty in the same institution. */
export const isSameDuty = (one: DutyThere, other: DutyThere): boolean => one.duty === other.duty && one.institution === other.institution;

/** Whether an official holds a duty himself, not by delegation, without a break at all of these moments. */
export const holdsHimself = (tenures: readonly Tenure[], duty: DutyThere, ...moments: readonly Date[]): boolean =>
  tenures.some((each) => each.delegatedBy === null && isSameDuty(each, duty) && moments.every((moment) => isWithin(each, moment)));

/**
 * §2.5.3 Whether a tenure counts at a moment: a delegated one only as long as who delegated it has held the duty without a break. A duty that
 * ended takes its delegations with it for good, though it be granted again.
 */
export const counts = (tenure: Tenure, at: Date, tenuresOf: TenuresOf): boolean =>
  isWithin(tenure, at) && (tenure.delegatedBy === null || holdsHimself(tenuresOf(tenure.delegatedBy), tenure, tenure.from, at));

/**
 * The duties in which an official acts for an institution at a moment (§2.3), each once, and of those that are held by delegation alone
 * who delegated them. Decided anew each time: no clock has to end anything.
 */
export function dutiesAt(
  tenures: readonly Tenure[],
  institution: InstitutionCode,
  at: Date,
  tenuresOf: TenuresOf,
): Pick<Caller, 'duties' | 'delegatedBy'> {
  const held = tenures.filter((tenure) => tenure.institution === institution && counts(tenure, at, tenuresOf));
  const own = new Set(held.filter(({ delegatedBy }) => delegatedBy === null).map(({ duty }) => duty));
  const delegatedBy = held.flatMap(({ duty, delegatedBy: by }) => (by === null || own.has(duty) ? [] : [{ duty, by }]));
  return { duties: [...new Set(held.map(({ duty }) => duty))], ...(delegatedBy.length === 0 ? {} : { delegatedBy }) };
}

/**
 * Until when the duties in which an official acts stay as they are at a moment, if the directory hears of nothing new: the next time that a
 * tenure begins or ends, his own or one of who delegated him a duty. Milliseconds since 1970.
 */
export function unchangedUntil(tenures: readonly Tenure[], at: Date, tenuresOf: TenuresOf): number {
  const concerned = [...tenures, ...tenures.flatMap(({ delegatedBy }) => (delegatedBy === null ? [] : tenuresOf(delegatedBy)))];
  const turns = concerned.flatMap(({ from, to }) => (to === null ? [from] : [from, to])).filter((turn) => turn > at);
  return Math.min(Number.POSITIVE_INFINITY, ...turns.map((turn) => turn.getTime()));
}

/**
 * §2.5.2 Whether an official who acts for an institution has clearance there: his own institution gave it, so it counts there, and where another one
 * has given him a duty itself. A duty that somebody else delegated to him brings none along.
 */
export const hasClearance = (
  official: { readonly institution: InstitutionCode; readonly clearance: boolean },
  institution: InstitutionCode,
  { duties, delegatedBy = [] }: Pick<Caller, 'duties' | 'delegatedBy'>,
): boolean =>
  official.clearance &&
  (institution === official.institution || duties.some((duty) => delegatedBy.every((delegated) => delegated.duty !== duty)));
