/** How many consignments with files may be on their way at once in one process from one server to another, and from one server to all. */
const most = { toOne: 4, toAll: 16 } as const;

/** Whoever finds no hand free looks again after this, the next one after twice as long, and so on; in milliseconds. */
const firstLookMs = 150;
const longestLookMs = 3_000;

/** A hand that was taken, or when to look again for one. */
export type Hand = { readonly giveBack: () => void } | { readonly lookAgainMs: number };

/**
 * Hands that carry files, by the servers that they carry from and to. An author who hangs holds a few of those that a recipient has for everybody, and
 * leaves the rest to others. §7.13
 */
export class CarryingHands {
  readonly #busy = new Map<string, number>();
  /** How many have found no hand free since the last one was given back. */
  readonly #waiting = new Map<string, number>();

  take(author: string, recipient: string): Hand {
    const [all, one] = [author, `${author} ${recipient}`];
    if (of(this.#busy, all) >= most.toAll || of(this.#busy, one) >= most.toOne) return { lookAgainMs: this.#nextLook(author) };
    for (const place of [all, one]) this.#busy.set(place, of(this.#busy, place) + 1);
    const giveBack = () => {
      this.#waiting.delete(author);
      for (const place of [all, one]) this.#leave(place);
    };
    return { giveBack };
  }

  #nextLook(author: string): number {
    const waiting = of(this.#waiting, author) + 1;
    this.#waiting.set(author, waiting);
    return Math.min(firstLookMs * waiting, longestLookMs);
  }

  #leave(place: string): void {
    if (of(this.#busy, place) === 1) this.#busy.delete(place);
    else this.#busy.set(place, of(this.#busy, place) - 1);
  }
}

const of = (counts: ReadonlyMap<string, number>, place: string): number => counts.get(place) ?? 0;
