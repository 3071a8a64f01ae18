/** A time from its first moment until before its last; without a last it goes on. */
export interface Period {
  readonly from: Date;
  readonly to: Date | null;
}

/** Whether a moment lies within a period. */
export const isWithin = ({ from, to }: Period, moment: Date): boolean => from <= moment && (to === null || moment < to);

/** Whether two periods have a moment in common. One that was ended before it began has none. */
export const overlap = (one: Period, other: Period): boolean => {
  const later = new Date(Math.max(one.from.getTime(), other.from.getTime()));
  return isWithin(one, later) && isWithin(other, later);
};
