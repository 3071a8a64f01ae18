/** Chance that a seed repeats: the same seed draws the same. */
export interface Seeded {
  readonly seed: number;
  /** A number from 0 to below 1. */
  fraction(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  /** True in so many of a hundred cases. */
  percent(share: number): boolean;
  /** One of these. */
  pick<Thing>(things: readonly Thing[]): Thing;
  /** So many different ones of these; all where there are fewer. */
  some<Thing>(count: number, things: readonly Thing[]): readonly Thing[];
}

/** Chance from `CHANCERY_SEED`, or from a new seed, which is printed so that a failure can be looked at again. */
export function seededByEnvironment(purpose: string): Seeded {
  const seed = Number(process.env.CHANCERY_SEED || Math.floor(Math.random() * 1e9));
  console.log(`${purpose}: CHANCERY_SEED=${seed}`);
  return seeded(seed);
}

/** Chance from a seed. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const fraction = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  const pick = <Thing>(things: readonly Thing[]): Thing => {
    const thing = things[between(0, things.length - 1)];
    if (thing === undefined) throw new Error('There is nothing to pick from.');
    return thing;
  };
  const some = <Thing>(count: number, things: readonly Thing[]) => {
    const left = [...things];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(between(0, left.length - 1), 1)).flat();
  };
  return { seed, fraction, between, percent: (share) => fraction() * 100 < share, pick, some };
}
