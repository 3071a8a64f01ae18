import { createRequire } from 'node:module';
import type * as Shield from 'graphql-shield';

// graphql-shield's ES module build does not load on Node 24 (it imports `isUndefined` from `util`); its CommonJS build does, and
// only `chain` and `race` break in it. No other file needs to know.
const commonJs = createRequire(import.meta.url)('graphql-shield') as Pick<typeof Shield, 'shield' | 'rule' | 'deny' | 'and' | 'or' | 'not'>;

/** graphql-shield itself: makes the guard of every field from a tree of rules. */
export const { shield, rule, deny, and, or, not } = commonJs;
/** One of its rules, composed or not. */
export type ShieldRule = Parameters<typeof Shield.and>[number];
