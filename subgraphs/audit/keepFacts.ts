import type { CardEvent } from '@chancery/domain';
import type { AuditTransaction } from './database.ts';

/** Keeps the last revision of what decides who may read each document (§3.1), in one statement. */
export async function keepFacts(tx: AuditTransaction, cards: readonly CardEvent[]): Promise<void> {
  if (cards.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO document_facts (id, institution, status, access, readers, revision)
    SELECT DISTINCT ON (id) id, institution, status, access, readers, revision
      FROM jsonb_to_recordset(${JSON.stringify(cards.map(columnsOf))}::jsonb) AS told(
           id text, institution text, status text, access text, readers text[], revision int)
     ORDER BY id, revision DESC
    ON CONFLICT (id) DO UPDATE SET
      status = excluded.status, access = excluded.access, readers = excluded.readers, revision = excluded.revision
     WHERE document_facts.revision < excluded.revision`;
}

/** Of these institutions' documents the next word counts, whatever its revision: their feed is another one since a backup was put back. */
export async function awaitFacts(tx: AuditTransaction, institutions: readonly string[]): Promise<void> {
  await tx.$executeRaw`UPDATE document_facts SET revision = 0 WHERE institution = ANY(${institutions}::text[])`;
}

const columnsOf = ({ documentId, institution, status, access, readers, revision }: CardEvent) => ({
  id: documentId,
  institution,
  status,
  access,
  readers,
  revision,
});
