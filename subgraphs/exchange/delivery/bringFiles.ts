import { longestTransferMs } from '@chancery/trust';
import type { Exchange } from '../exchange.ts';
import { type BegunRow, isUnderWay } from './attempts.ts';

/** How long the files of one attempt may take altogether; what has come by then stays, and the next attempt goes on from there. */
export const longestBringMs = longestTransferMs;
const LOOK_EVERY_MS = 2_000;

/**
 * Brings the files of a consignment to its recipient, before it is handed over (§7.13). It takes as long as bytes move, but not beyond the deadline of a
 * delivery that is not made yet, and no longer than the attempt counts: what was withdrawn goes no further. Answers whether it still counts.
 */
export async function bringFiles({ db, files }: Pick<Exchange, 'db' | 'files'>, row: BegunRow, stopped: AbortSignal): Promise<boolean> {
  if (row.bundle.signed.files === undefined) return true;
  const moot = new AbortController();
  const look = setInterval(() => {
    isUnderWay(db, row).then(
      (counts) => counts || moot.abort(),
      () => undefined,
    );
  }, LOOK_EVERY_MS);
  const leftMs = row.deliveredAt === null ? Math.max(0, Math.min(longestBringMs, row.expiresAt.getTime() - Date.now())) : longestBringMs;
  try {
    await files.bring(row, AbortSignal.any([stopped, moot.signal, AbortSignal.timeout(leftMs)]));
  } finally {
    clearInterval(look);
  }
  return isUnderWay(db, row);
}
