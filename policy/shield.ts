import type * as Shield from 'graphql-shield';
import { loadWithout } from './loadWithout.ts';

// graphql-shield's ES module build does not load on Node 24 (it imports `isUndefined` from `util`); its CommonJS build does, and
// only `chain` and `race` break in it. No other file needs to know.
// Rules about input are not used, nor is a schema laid over another.
const commonJs = loadWithout(import.meta.url, 'graphql-shield', ['@graphql-tools/schema', 'yup']) as Pick<
  typeof Shield,
  'shield' | 'rule' | 'deny' | 'and' | 'or' | 'not'
>;

/** graphql-shield itself: makes the guard of every field from a tree of rules. */
export const { shield, rule, deny, and, or, not } = commonJs;
/** One of its rules, composed or not. */
export type ShieldRule = Parameters<typeof Shield.and>[number];
