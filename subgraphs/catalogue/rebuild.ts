import type { CatalogueDatabase } from './database.ts';

/**
 * Empties the catalogue and sets it back to the beginning of every feed, in one transaction; its followers then make it
 * again from events. Cursors come first, as in a follower's page: a page under way is finished or forgotten, never half kept.
 */
export async function beginRebuild(db: CatalogueDatabase): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE kernel.follow_cursor SET position = 0, caught_up_at = NULL`;
    await tx.$executeRaw`TRUNCATE card, card_tally, word, consignment`;
  });
}
