import { Refusal } from '@chancery/domain';
import { type Extent, furthest } from '../operation/extent.ts';
import type { Stage } from '../passage.ts';

const MOST_SCHEMA_ALIASES = 10;

/** How much may be asked at once. */
export const limit = (limits: Extent = furthest): Stage => ({
  name: 'limit',
  run({ operation }) {
    if (operation === undefined) return;
    const { extent, asksSchema } = operation;
    // Each name for the schema tells it once more, and no rule of rows makes that smaller.
    const allowed = asksSchema ? { ...limits, aliases: Math.min(limits.aliases, MOST_SCHEMA_ALIASES) } : limits;
    requireWithin(extent, allowed);
  },
});

/** Throws `OPERATION_TOO_LARGE`, with the limit, where an operation goes further than it may. */
export function requireWithin(extent: Extent, limits: Extent = furthest): void {
  for (const what of measures)
    if (extent[what] > limits[what]) throw new Refusal('OPERATION_TOO_LARGE', `${words[what]}: ${extent[what]}, at most ${limits[what]}.`);
}

const words: Readonly<Record<keyof Extent, string>> = {
  depth: 'Levels of nesting',
  fields: 'Fields',
  aliases: 'Aliases',
  rootFields: 'Root fields',
};

const measures = Object.keys(words) as readonly (keyof Extent)[];
