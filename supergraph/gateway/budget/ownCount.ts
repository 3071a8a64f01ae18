import { BoundedCache } from '@chancery/trust';
import { BudgetSpent } from './budgetSpent.ts';
import type { Purse } from './ledger.ts';
import { leftOf, type Minutes, secondsUntil } from './slidingMinute.ts';

/** What was spent in a minute, and in the one before. */
interface Spent {
  minute: number;
  spent: number;
  before: number;
}

/** What one gateway counts by itself while the ledger is away: each budget holds for each gateway then. */
export class OwnCount {
  readonly #known = new BoundedCache<Spent>(20_000, 20_000);
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Takes a cost out of all purses, or out of none: throws `BudgetSpent`. */
  spend(purses: readonly Purse[], cost: number): void {
    const now = this.#now();
    const counts = purses.map(({ subject, most }) => {
      const count = this.#count(subject, now);
      const minutes = minutesOf(count, now);
      if (leftOf(most, minutes) < cost) throw new BudgetSpent(subject, secondsUntil(cost, most, minutes));
      return count;
    });
    for (const count of counts) count.spent += cost;
  }

  left({ subject, most }: Purse): number {
    const now = this.#now();
    return leftOf(most, minutesOf(this.#count(subject, now), now));
  }

  /** What was spent of a purse, as of this minute. */
  #count(subject: string, now: number): Spent {
    const minute = Math.floor(now / 60_000);
    const known = this.#known.get(subject) ?? this.#begin(subject, minute);
    if (known.minute !== minute) {
      known.before = known.minute === minute - 1 ? known.spent : 0;
      known.spent = 0;
      known.minute = minute;
    }
    return known;
  }

  #begin(subject: string, minute: number): Spent {
    const begun = { minute, spent: 0, before: 0 };
    this.#known.set(subject, begun, 1);
    return begun;
  }
}

function minutesOf({ spent, before }: Spent, now: number): Minutes {
  const secondsLeft = 60 - ((now / 1_000) % 60);
  return { spent, carried: Math.ceil((before * secondsLeft) / 60), secondsLeft };
}
