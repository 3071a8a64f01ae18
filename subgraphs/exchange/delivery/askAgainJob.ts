/** Copies are asked for as far back as this, in milliseconds: an older backup is not put back. */
export const longestLookBackMs = 90 * 86_400_000;

/** A perimeter may have been put back to a backup: whether it has the copies of what was delivered is to be asked. */
export interface AskAgainJob {
  readonly perimeter: string;
  /** When it was last known to have them, as RFC 3339 writes it. */
  readonly knownAt: string;
  /** How many older ones were there, one after the other. */
  readonly there: number;
  /** The last one that was asked after; null before the first. */
  readonly before: { readonly deliveredAt: string; readonly id: string } | null;
  /** Before that it is to be told again which of its own consignments were closed before they were delivered. */
  readonly withClosures: boolean;
  /** The last one of which it was told; null before the first, and left out by releases that told of all at once. */
  readonly closuresBefore?: { readonly closedAt: string; readonly id: string } | null;
}

/**
 * A perimeter that was away is there again, with the history that was known: what was delivered to it lately is asked after, and it is told again of
 * closures since then. It tells of each, but that may not have been heard before it went away.
 */
export const askingSince = (perimeter: string, knownAt: Date): AskAgainJob => ({
  perimeter,
  knownAt: knownAt.toISOString(),
  there: 0,
  before: null,
  withClosures: true,
  closuresBefore: null,
});

/**
 * A perimeter has another history than was known: whatever was delivered to it within the longest time is asked after, and it is told again of every
 * closure: it may have forgotten one, and let the addressee read on (§7.7).
 */
export const askingForAll = (perimeter: string): AskAgainJob => askingSince(perimeter, new Date(Date.now() - longestLookBackMs));

/** What does the work of both: it begins where the first of them begins, and goes as far back as the one that goes further. */
export function bothOf(one: AskAgainJob, other: AskAgainJob): AskAgainJob {
  const telling = [one, other].filter(({ withClosures }) => withClosures).map(({ closuresBefore = null }) => closuresBefore);
  return {
    perimeter: one.perimeter,
    knownAt: [one.knownAt, other.knownAt].toSorted()[0] ?? one.knownAt,
    there: 0,
    before: laterOf([one.before, other.before], ({ deliveredAt }) => deliveredAt),
    withClosures: telling.length > 0,
    closuresBefore: laterOf(telling, ({ closedAt }) => closedAt),
  };
}

/** The latest of some places; null, which is before the first, where one of them is. */
function laterOf<Place extends { readonly id: string }>(places: readonly (Place | null)[], timeOf: (place: Place) => string): Place | null {
  const known = places.filter((place) => place !== null);
  if (known.length < places.length) return null;
  return known.toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1))[0] ?? null;

  function keyOf(place: Place): string {
    return `${timeOf(place)} ${place.id}`;
  }
}
