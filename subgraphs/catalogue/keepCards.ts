import { type CardEvent, documentStatuses, isRegistered } from '@chancery/domain';
import type { CatalogueTransaction } from './database.ts';
import { Prisma } from './prisma/client/client.ts';

/** What the sorts are by which cards are counted. */
const sort = Prisma.sql`institution, kind, status, access, origin, date_trunc('month', document_date)::date AS month`;
const registered = Prisma.sql`status IN (${Prisma.join(documentStatuses.filter(isRegistered))})`;

/**
 * Keeps the last revision of each card, in one statement, and counts it in its sort in place of the earlier one; older revisions and repeats change
 * nothing. Nobody else keeps cards of these institutions meanwhile: the cursor of their feed is held. Words by which what is misspelt is mended
 * come from titles that every official may know of. §3.1
 */
export async function keepCards(tx: CatalogueTransaction, cards: readonly CardEvent[]): Promise<void> {
  if (cards.length === 0) return;
  await tx.$executeRaw`
    WITH told AS (
      SELECT DISTINCT ON (id) * FROM jsonb_to_recordset(${JSON.stringify(cards.map(columnsOf))}::jsonb) AS told(
             id text, institution text, kind text, status text, access text, title text, abstract text, document_date date, outgoing_number text,
             origin text, declared_number text, joint_institutions text[], language text, readers text[], revision int)
       ORDER BY id, revision DESC
    ), before AS (
      SELECT c.* FROM card c JOIN told ON told.id = c.id AND c.revision < told.revision
    ), kept AS (
      INSERT INTO card (id, institution, kind, status, access, title, abstract, document_date, outgoing_number,
                        origin, declared_number, joint_institutions, language, readers, revision)
      SELECT id, institution, kind, status, access, CASE WHEN access <> 'RESTRICTED' THEN title END,
             CASE WHEN access <> 'RESTRICTED' THEN abstract END, document_date, outgoing_number,
             origin, declared_number, joint_institutions, language, readers, revision
        FROM told
      ON CONFLICT (id) DO UPDATE SET
        status = excluded.status, access = excluded.access, title = excluded.title, abstract = excluded.abstract,
        document_date = excluded.document_date, outgoing_number = excluded.outgoing_number, origin = excluded.origin,
        declared_number = excluded.declared_number, joint_institutions = excluded.joint_institutions, language = excluded.language,
        readers = excluded.readers, revision = excluded.revision
       WHERE card.revision < excluded.revision
      RETURNING *
    ), changes AS (
      SELECT ${sort}, 1 AS documents FROM kept UNION ALL SELECT ${sort}, -1 FROM before
    ), counted AS (
      INSERT INTO card_tally (institution, kind, status, access, origin, month, documents)
      SELECT institution, kind, status, access, origin, month, sum(documents) FROM changes
       GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(documents) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
      ON CONFLICT (institution, kind, status, access, origin, month) DO UPDATE SET documents = card_tally.documents + excluded.documents
    )
    INSERT INTO word (word)
    SELECT DISTINCT lexeme FROM kept, unnest(tsvector_to_array(to_tsvector('simple', coalesce(title, '')))) AS lexeme
     WHERE access = 'PUBLIC' AND ${registered} AND lexeme ~ '^[[:alpha:]]{4,40}$' ORDER BY 1
    ON CONFLICT (word) DO NOTHING`;
}

const columnsOf = (card: CardEvent) => ({
  id: card.documentId,
  institution: card.institution,
  kind: card.kind,
  status: card.status,
  access: card.access,
  title: card.title,
  abstract: card.abstract,
  document_date: card.documentDate,
  outgoing_number: card.outgoingNumber,
  origin: card.origin,
  declared_number: card.declaredNumber,
  joint_institutions: card.jointInstitutions,
  language: card.language,
  readers: card.readers,
  revision: card.revision,
});
