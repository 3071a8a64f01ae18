import type { Asked } from './asked.ts';
import type { Bytes } from './scan.ts';

const COMMA = 0;
const USUAL_INTS = 1_024;
const MOST_KEPT = 64 * 1_024;
const MOST_SPARE = 64;
const NO_INTS = new Int32Array(0);

/** Memory for tapes that have been written: made anew for each answer it would cost more than it holds. */
const spare: Int32Array[] = [];

/**
 * What an answer is written from, in pairs of numbers: a part of the bytes that are being read (`from`, `to`), a text that is known beforehand,
 * or a place for what another fetch says about an entity. What stands together in what has come is one part.
 */
export class Tape {
  /** What each fetch has been told, by the numbers of fetches. */
  readonly asked: readonly Asked[];
  ints = spare.pop() ?? new Int32Array(USUAL_INTS);
  size = 0;
  /** Where the part begins that has not been cut off yet. */
  from = 0;

  constructor(asked: readonly Asked[]) {
    this.asked = asked;
  }

  /** The part ends here. */
  cut(to: number): void {
    if (to > this.from) this.#put(this.from, to);
  }

  literal(number: number): void {
    this.#put(-1 - 2 * number, 0);
  }

  comma(): void {
    this.literal(COMMA);
  }

  /** Keeps a place for something; it is filled once it is known about which entity. */
  hole(number: number): number {
    this.#put(-2 - 2 * number, 0);
    return this.size - 1;
  }

  fill(place: number, entity: number): void {
    this.ints[place] = entity;
  }

  /** Nobody needs it any more. */
  giveBack(): void {
    if (this.ints.length <= MOST_KEPT && spare.length < MOST_SPARE) spare.push(this.ints);
    this.ints = NO_INTS;
  }

  #put(first: number, second: number): void {
    if (this.size === this.ints.length) {
      const larger = new Int32Array(2 * this.ints.length);
      larger.set(this.ints);
      this.ints = larger;
    }
    this.ints[this.size++] = first;
    this.ints[this.size++] = second;
  }
}

/** A place for one of the runs of fields that a fetch gives to an object. */
export interface Hole {
  readonly fetch: number;
  readonly run: number;
}

/** What a tape speaks of by number. */
export interface Legend {
  /** The first is a comma. */
  readonly literals: readonly Bytes[];
  readonly holes: readonly Hole[];
}
