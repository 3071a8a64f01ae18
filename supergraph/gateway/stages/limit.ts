import { Refusal } from '@chancery/domain';
import { type Extent, furthest } from '../operation/extent.ts';
import type { Stage } from '../passage.ts';

/** How much may be asked at once. */
export const limit = (limits: Extent = furthest): Stage => ({
  name: 'limit',
  run({ operation }) {
    const extent = operation?.extent;
    if (extent === undefined) return;
    for (const [what, most] of Object.entries(limits) as [keyof Extent, number][]) {
      if (extent[what] > most) throw new Refusal('OPERATION_TOO_LARGE', `${words[what]}: ${extent[what]}, at most ${most}.`);
    }
  },
});

const words: Readonly<Record<keyof Extent, string>> = {
  depth: 'Levels of nesting',
  fields: 'Fields',
  aliases: 'Aliases',
  rootFields: 'Root fields',
};
