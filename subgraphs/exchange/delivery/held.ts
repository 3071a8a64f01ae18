/**
 * Whether the exchange takes commands and delivers nothing, as `CHANCERY_DELIVERIES_HELD` says: so that what was called back after a backup that was put
 * back is called back again before it goes on its way. Throws where it says what cannot be.
 */
export function areDeliveriesHeld({ CHANCERY_DELIVERIES_HELD: text }: NodeJS.ProcessEnv): boolean {
  if (text === undefined || text === '') return false;
  if (text !== '1') throw new Error(`CHANCERY_DELIVERIES_HELD is 1 or left out, not ${text}.`);
  return true;
}

/** For those who run the exchange, each time it starts so. */
export const heldWords = 'CHANCERY_DELIVERIES_HELD is 1: nothing is delivered, told or given up until the exchange is started without it';
