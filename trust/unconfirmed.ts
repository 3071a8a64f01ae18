/**
 * §14.8 For how long duties count without the directory's word: five minutes. A directory that is started again, or whose database goes over to another
 * server, is back within two; and a duty that was ended while a service cannot hear of it is worth no more than that.
 */
export const usualUnconfirmedMs = 300_000;

/** §14.8 The same as `CHANCERY_DUTIES_UNCONFIRMED_MS` has it; the usual where it says nothing. Throws where it says what cannot be. */
export function unconfirmedMsOf({ CHANCERY_DUTIES_UNCONFIRMED_MS: text }: NodeJS.ProcessEnv): number {
  if (text === undefined || text === '') return usualUnconfirmedMs;
  const ms = Number(text);
  // The directory is asked once a second: less would refuse everybody in between.
  if (!Number.isSafeInteger(ms) || ms < 5_000) throw new Error(`CHANCERY_DUTIES_UNCONFIRMED_MS is a whole number from 5000, not ${text}.`);
  return ms;
}
