/**
 * The numbers (from 1) of `wanted` rows spread evenly over a file of `total` rows: of each stretch of total/wanted rows
 * the first. All rows when more are wanted than there are.
 */
export function spread(total: number, wanted: number): readonly number[] {
  const count = Math.min(total, wanted);
  return Array.from({ length: count }, (_, index) => Math.floor((index * total) / count) + 1);
}

/** The numbers of the first rows of a file. */
export const first = (total: number, wanted: number): readonly number[] => spread(Math.min(total, wanted), wanted);
