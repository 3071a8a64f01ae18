/** What was found once and is asked for again and again, bounded: what was asked for longest ago is forgotten first. */
export class Memory<Value> {
  readonly #kept = new Map<string, Promise<Value>>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** What is kept under a key, or what `find` finds now; those who ask meanwhile wait for the same. A failure is not kept. */
  of(key: string, find: () => Promise<Value>): Promise<Value> {
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const value = known ?? this.#found(key, find);
    this.#kept.set(key, value);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#size && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }

  /** What is kept under a key, or is being found; undefined where nobody has asked. */
  known(key: string): Promise<Value> | undefined {
    return this.#kept.get(key);
  }

  /** From now on it is found anew. */
  forget(key: string): void {
    this.#kept.delete(key);
  }

  #found(key: string, find: () => Promise<Value>): Promise<Value> {
    const finding = find();
    finding.catch(() => {
      if (this.#kept.get(key) === finding) this.#kept.delete(key);
    });
    return finding;
  }
}
