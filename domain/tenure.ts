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

/** Whether an official holds a duty in an institution at a moment, himself and not by delegation. */
export const holdsHimself = (tenures: readonly Tenure[], { duty, institution }: Pick<Tenure, 'duty' | 'institution'>, at: Date): boolean =>
  tenures.some((each) => each.delegatedBy === null && each.duty === duty && each.institution === institution && isWithin(each, at));

/** §2.5.3 Whether a tenure counts at a moment: a delegated one only as long as who delegated it holds the duty himself. */
export const counts = (tenure: Tenure, at: Date, tenuresOf: TenuresOf): boolean =>
  isWithin(tenure, at) && (tenure.delegatedBy === null || holdsHimself(tenuresOf(tenure.delegatedBy), tenure, at));

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
