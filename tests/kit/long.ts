/** Whether tests run whole, as `npm run test:long` asks; else those that may be shortened are. */
const isLong: boolean = process.env.CHANCERY_LONG === '1';

/** How often a property is tried. */
export const runs = ({ short, whole }: { readonly short: number; readonly whole: number }): number => (isLong ? whole : short);
