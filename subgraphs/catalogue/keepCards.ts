import type { CardEvent } from '@chancery/domain';
import type { CatalogueTransaction } from './database.ts';

/** Keeps the last revision of each card, in one statement; older ones and repeats change nothing. §3.1 */
export async function keepCards(tx: CatalogueTransaction, cards: readonly CardEvent[]): Promise<void> {
  if (cards.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO card (id, institution, kind, status, access, title, document_date, outgoing_number, readers, revision)
    SELECT DISTINCT ON (id) id, institution, kind, status, access, CASE WHEN access <> 'RESTRICTED' THEN title END,
           document_date, outgoing_number, readers, revision
      FROM jsonb_to_recordset(${JSON.stringify(cards.map(columnsOf))}::jsonb) AS told(
           id text, institution text, kind text, status text, access text, title text,
           document_date date, outgoing_number text, readers text[], revision int)
     ORDER BY id, revision DESC
    ON CONFLICT (id) DO UPDATE SET
      status = excluded.status, access = excluded.access, title = excluded.title, document_date = excluded.document_date,
      outgoing_number = excluded.outgoing_number, readers = excluded.readers, revision = excluded.revision
     WHERE card.revision < excluded.revision`;
}

const columnsOf = (card: CardEvent) => ({
  id: card.documentId,
  institution: card.institution,
  kind: card.kind,
  status: card.status,
  access: card.access,
  title: card.title,
  document_date: card.documentDate,
  outgoing_number: card.outgoingNumber,
  readers: card.readers,
  revision: card.revision,
});
