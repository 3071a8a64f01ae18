/** A perimeter may have been put back to a backup: whether it has the copies of what was delivered is to be asked. */
export interface AskAgainJob {
  readonly perimeter: string;
  /** When it was last known to have them, as RFC 3339 writes it. */
  readonly knownAt: string;
  /** How many older ones were there, one after the other. */
  readonly there: number;
  /** The last one that was asked after; null before the first. */
  readonly before: { readonly deliveredAt: string; readonly id: string } | null;
  /** It is to be told again which of its own consignments were closed before they were delivered. */
  readonly withClosures: boolean;
}

/** What does the work of both: it begins where the first of them begins, and goes as far back as the one that goes further. */
export function bothOf(one: AskAgainJob, other: AskAgainJob): AskAgainJob {
  return {
    perimeter: one.perimeter,
    knownAt: [one.knownAt, other.knownAt].toSorted()[0] ?? one.knownAt,
    there: 0,
    before: one.before === null || other.before === null ? null : laterOf(one.before, other.before),
    withClosures: one.withClosures || other.withClosures,
  };
}

type Place = NonNullable<AskAgainJob['before']>;

const laterOf = (one: Place, other: Place): Place =>
  one.deliveredAt > other.deliveredAt || (one.deliveredAt === other.deliveredAt && one.id > other.id) ? one : other;
