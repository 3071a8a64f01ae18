import type { RandomCase } from './randomFederation.ts';
/** Cases that once failed. */
export const seeds: readonly RandomCase[] = [];
