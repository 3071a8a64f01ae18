import type { DocumentId } from '@chancery/domain';
import type { Card } from '../card.ts';
import type { PerimeterTransaction } from '../database.ts';
import { cardColumns } from './documents.ts';
import { nextEntry, type Registration } from './registers.ts';

/** Gives a document that the transaction holds the next outgoing number, in one statement with its new status. */
export async function enterDocument(tx: PerimeterTransaction, id: DocumentId, registration: Registration): Promise<Card> {
  const [card] = await tx.$queryRaw<[Card]>`
    WITH ${nextEntry(registration)}
    UPDATE document d
    SET status = 'REGISTERED', outgoing_number = entry.number, registered_at = entry.registered_at, revision = d.revision + 1
    FROM entry WHERE d.id = ${id} RETURNING ${cardColumns}`;
  return card;
}
