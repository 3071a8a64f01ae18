/** Keeps what was used last, as many entries and as much weight as it may hold. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly weight: number }>();
  readonly #most: number;
  readonly #heaviest: number;
  #weight = 0;
  /** Stands at the end already. */
  #last: string | undefined;

  constructor(most: number, heaviest: number) {
    this.#most = most;
    this.#heaviest = heaviest;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A map keeps the order of insertion: what is used moves to its end, once somebody may have to make room.
    if (key !== this.#last && this.#isHalfFull()) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.#last = key;
    }
    return entry.value;
  }

  /** Keeps a value; what was not used for longest makes room. A value heavier than the whole cache is not kept. */
  set(key: string, value: Value, weight: number): void {
    this.delete(key);
    if (weight > this.#heaviest) return;
    this.#entries.set(key, { value, weight });
    this.#last = key;
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most && this.#weight <= this.#heaviest) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }

  #isHalfFull(): boolean {
    return 2 * this.#entries.size > this.#most || 2 * this.#weight > this.#heaviest;
  }
}
