/** The book that numbers documents, gapless for each institution, direction and year (§6.2, §8.2). */
export type RegisterDirection = 'OUTGOING' | 'INCOMING';

/** One number that a register has given. */
export interface RegisterEntry {
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly registeredAt: number;
}

/** The first position at which a register has a gap, a number twice, or a time that goes back; none in a register in order (§6.2). */
export function firstDisorder(entries: readonly RegisterEntry[]): number | null {
  const inOrder = [...entries].sort((a, b) => a.position - b.position);
  const at = inOrder.findIndex(
    (entry, index) => entry.position !== index + 1 || entry.registeredAt < (inOrder[index - 1]?.registeredAt ?? 0),
  );
  return at === -1 ? null : at + 1;
}
