import type { Asked } from './asked.ts';
import type { Bytes } from './scan.ts';
import type { Hole, Legend, Tape } from './tape.ts';

/** So many bytes are copied faster one by one than by a call. */
const FEW = 96;
/** So many times as much room as an answer needs may go with it. */
const MOST_ROOM = 3;
const NO_BYTES: Bytes = new Uint8Array(0);

/** Writes an answer as a tape says. */
export class TapeWriter {
  readonly #tape: Tape;
  readonly #legend: Legend;
  #out: Buffer;
  #size = 0;

  /** @param expected how long it may become, in bytes */
  constructor(tape: Tape, legend: Legend, expected: number) {
    this.#tape = tape;
    this.#legend = legend;
    this.#out = Buffer.allocUnsafe(expected);
  }

  /** @param to the end of the root's part, which begins with the tape */
  write(from: number, to: number): Buffer {
    this.#part(from, to, NO_BYTES);
    const written = this.#out.subarray(0, this.#size);
    // Where the last answer was far longer, its room would be kept until somebody slow has read this one.
    return this.#out.length > MOST_ROOM * this.#size ? Buffer.from(written) : written;
  }

  #part(from: number, to: number, bytes: Bytes): void {
    const { ints, asked } = this.#tape;
    for (let i = from; i < to; i += 2) {
      const first = ints[i] as number;
      const second = ints[i + 1] as number;
      if (first >= 0) this.#copy(bytes, first, second);
      else if ((first & 1) !== 0) {
        const text = this.#legend.literals[(-1 - first) >> 1] as Bytes;
        this.#copy(text, 0, text.length);
      } else {
        const { fetch, run } = this.#legend.holes[(-2 - first) >> 1] as Hole;
        const told = asked[fetch] as Asked;
        this.#part(told.begin(second, run), told.begin(second, run + 1), told.source(second));
      }
    }
  }

  #copy(bytes: Bytes, from: number, to: number): void {
    const size = this.#size + to - from;
    if (size > this.#out.length) this.#grow(size);
    if (to - from > FEW) this.#out.set(bytes.subarray(from, to), this.#size);
    else for (let i = from, at = this.#size; i < to; i++, at++) this.#out[at] = bytes[i] as number;
    this.#size = size;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(size, 2 * this.#out.length));
    this.#out.copy(larger, 0, 0, this.#size);
    this.#out = larger;
  }
}
