/** §3.6 How many documents a group of a statistic has at least, as `CHANCERY_SMALLEST_GROUP` has it; 1 where it says nothing. Throws where it says what cannot be. */
export function smallestGroupOf({ CHANCERY_SMALLEST_GROUP: text }: NodeJS.ProcessEnv): number {
  if (text === undefined || text === '') return 1;
  const size = Number(text);
  if (!Number.isSafeInteger(size) || size < 1 || size > 1_000_000)
    throw new Error(`CHANCERY_SMALLEST_GROUP is a whole number from 1 to 1000000, not ${text}.`);
  return size;
}
