import { Refusal } from './errors.ts';

/** How many rows a list gives at most. */
export const LARGEST_PAGE = 100;

/** The number of rows asked for, 1 to 100; throws `PAGE_TOO_LARGE`. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? 20;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) throw new Refusal('PAGE_TOO_LARGE');
  return size;
}
