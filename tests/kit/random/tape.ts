import fc from 'fast-check';

/** Choices that a random thing is made by. Where it ends, the first choice is taken each time: so what is shorter is simpler. */
export class Tape {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number from 0 until before `many`. */
  below(many: number): number {
    const number = this.#numbers[this.#at++] ?? 0;
    return number % many;
  }

  /** Whether something happens that happens once in so many times. */
  once(inTimes: number): boolean {
    return this.below(inTimes) === inTimes - 1;
  }

  one<Thing>(of: readonly Thing[]): Thing {
    const thing = of[this.below(of.length)];
    if (thing === undefined) throw new Error('There is nothing to choose from.');
    return thing;
  }

  some<Thing>(of: readonly Thing[], inTimes = 2): readonly Thing[] {
    return of.filter(() => this.once(inTimes));
  }
}

/** Tapes of random choices; fast-check makes them shorter to find the simplest that fails. */
export const tapes = (longest: number): fc.Arbitrary<readonly number[]> => fc.array(fc.nat(9_999), { maxLength: longest, size: 'max' });
