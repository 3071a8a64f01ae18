import { createRequire } from 'node:module';
import type * as Shield from 'graphql-shield';

// graphql-shield's ES module build does not load on Node 24 (it imports `isUndefined` from `util`); its CommonJS build does, and
// only `chain` and `race` break in it. No other file needs to know.
const commonJs = createRequire(import.meta.url)('graphql-shield') as Pick<typeof Shield, 'shield' | 'rule' | 'deny'>;

/** Makes the guard of every field from a tree of rules. */
export const shield = commonJs.shield;
/** Makes a rule from a name and a function. */
export const rule = commonJs.rule;
/** The rule that lets nobody pass. */
export const deny = commonJs.deny;
/** One rule, named by its clause. */
export type Rule = ReturnType<ReturnType<typeof Shield.rule>>;
