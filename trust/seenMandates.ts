/** What became of a mandate's id: new here, seen before, or not to be known because too many are remembered. */
export type Novelty = 'new' | 'seen' | 'full';

/** Each is remembered for 35 seconds: some 5,000 calls a second from one service, in 25 MB. */
const most = 200_000;

/**
 * The ids of the mandates that one issuer has used, each until no clock takes it for valid. Of too many none is forgotten before its time:
 * the next one is refused.
 */
export class SeenMandates {
  readonly #most: number;
  /** By the second in which they end. */
  readonly #ids = new Map<number, Set<string>>();
  #size = 0;
  #cleanedAt = 0;

  constructor(atMost = most) {
    this.#most = atMost;
  }

  /** Remembers an id until a moment (seconds since 1970). */
  note(id: string, until: number, now: number): Novelty {
    this.#forgetPast(Math.floor(now));
    const second = Math.ceil(until);
    const known = this.#ids.get(second) ?? new Set<string>();
    if (known.has(id)) return 'seen';
    if (this.#size >= this.#most) return 'full';
    known.add(id);
    this.#ids.set(second, known);
    this.#size += 1;
    return 'new';
  }

  #forgetPast(second: number): void {
    if (second === this.#cleanedAt) return;
    this.#cleanedAt = second;
    for (const [end, ids] of this.#ids) {
      if (end >= second) continue;
      this.#size -= ids.size;
      this.#ids.delete(end);
    }
  }
}
