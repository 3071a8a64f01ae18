import { type ConsignmentId, Refusal } from '@chancery/domain';
import { attributes, withSpan } from '@chancery/observability';
import type { Perimeter } from '../perimeter.ts';
import { askStanding, settleByStanding } from '../services/standing.ts';
import { findPendingCopies } from '../tables/consignments.ts';

/** How long the exchange may take to confirm a delivery before it is asked, and for how many copies at a time. */
const PATIENCE_MS = 60_000;
const MOST = 100;

/** §8.1 Asks how copies stand that have been pending for long: the exchange's word may have been lost with a server. */
export async function settleCopies(perimeter: Pick<Perimeter, 'db' | 'client'>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - PATIENCE_MS);
  for (let ids = await findPendingCopies(perimeter.db, before, '', MOST); ids.length > 0; ) {
    for (const id of ids) await settle(perimeter, id);
    ids = await findPendingCopies(perimeter.db, before, ids.at(-1) ?? '', MOST);
  }
}

async function settle(perimeter: Pick<Perimeter, 'db' | 'client'>, id: ConsignmentId): Promise<void> {
  try {
    await withSpan('settle copy', { kind: 'consumer', root: true, attributes: { [attributes.exchangeId]: id } }, async () =>
      settleByStanding(perimeter, id, await askStanding(perimeter, id, null)),
    );
  } catch (error) {
    // What the exchange does not know of it cannot settle either: the copy stays pending, and the others have their turn.
    if (!(error instanceof Refusal)) throw error;
  }
}
