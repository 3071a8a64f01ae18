/** So many runs go by at most before it is tried again. */
const MOST_LEFT_OUT = 63;

/**
 * When it is tried to splice the answers to an operation. An attempt in vain costs half an answer: where one follows the other, as for an operation in
 * which a server always refuses something or writes in a way of its own, more and more runs go by between them.
 */
export class Attempts {
  #leftOut = 0;
  #left = 0;

  /** Whether it is tried in this run. */
  isDue(): boolean {
    if (this.#left === 0) return true;
    this.#left--;
    return false;
  }

  succeeded(): void {
    this.#leftOut = 0;
    this.#left = 0;
  }

  failed(): void {
    this.#leftOut = Math.min(2 * this.#leftOut + 1, MOST_LEFT_OUT);
    this.#left = this.#leftOut;
  }
}
