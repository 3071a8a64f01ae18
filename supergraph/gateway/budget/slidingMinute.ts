/** What was spent in a minute and in the one before it; the older one counts less and less. */
export interface Minutes {
  /** What still counts of the minute before. */
  readonly carried: number;
  /** In this minute. */
  readonly spent: number;
  readonly secondsLeft: number;
}

/** What counts now against a budget of `most`, subtracted from it. */
export const leftOf = (most: number, { carried, spent }: Minutes): number => Math.max(0, Math.floor(most - carried - spent));

/** In how many whole seconds `cost` fits into a budget again, if nothing else is asked for. */
export function secondsUntil(cost: number, most: number, { carried, spent, secondsLeft }: Minutes): number {
  const room = most - cost;
  // In this minute only what is carried gets less: to nothing, by the end of it.
  if (spent <= room && carried > 0) return Math.max(1, Math.ceil(secondsLeft * (1 - Math.max(0, room - spent) / carried)));
  const share = spent === 0 ? 1 : Math.max(0, room) / spent;
  return Math.max(1, Math.ceil(secondsLeft + 60 * Math.max(0, 1 - share)));
}
