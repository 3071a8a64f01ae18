import type { DocumentFacts, DocumentId, InstitutionCode, SignedPart } from '@chancery/domain';
import type { Card, WholeDocument } from '../card.ts';
import type { PerimeterTransaction } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';
import { filesOf } from './carriedFiles.ts';

/** The addressees of a document `d` as they are now. */
const readers = Prisma.sql`ARRAY(SELECT DISTINCT r.institution FROM document_reader r WHERE r.document_id = d.id ORDER BY 1) AS readers`;

/** A card of a document `d`, with its readers and signatures, in one row. */
export const cardColumns = Prisma.sql`
  d.id, d.institution, d.kind, d.status, d.access, d.title, d.abstract, d.document_date::text AS "documentDate", d.due_at AS "dueAt",
  d.version, d.author, d.created_at AS "createdAt", d.outgoing_number AS "outgoingNumber", d.registered_at AS "registeredAt",
  d.withdrawn_reason AS "withdrawnReason", d.case_file AS "caseFile", d.approval, d.retention, d.origin, d.declared_number AS "declaredNumber",
  d.joint_institutions AS "jointInstitutions", d.language, d.revision, ${readers},
  coalesce((SELECT jsonb_agg(s.record ORDER BY s.signed_at, s.official) FROM signature s WHERE s.document_id = d.id), '[]') AS signatures`;

/** A document's content, with what decides who may read it. */
export interface ContentRow extends DocumentFacts {
  readonly id: DocumentId;
  readonly content: SignedPart['content'];
}

/** The cards of these documents that are here, in any order. */
export const findCards = (db: PerimeterTransaction, ids: readonly DocumentId[]): Promise<Card[]> =>
  db.$queryRaw<Card[]>`SELECT ${cardColumns} FROM document d WHERE d.id = ANY(${ids})`;

/** The contents of these documents that are here, in any order. */
export const findContents = (db: PerimeterTransaction, ids: readonly DocumentId[]): Promise<ContentRow[]> =>
  db.$queryRaw<ContentRow[]>`
    SELECT d.id, d.institution, d.status, d.access, d.content, ${readers} FROM document d WHERE d.id = ANY(${ids})`;

/**
 * A document held for the transaction; its content and its files too where they are needed. The row is as it is now, but its readers and signatures are
 * as they were when the statement began: the statement that changes the document reads them anew.
 */
export async function lockDocument(
  tx: PerimeterTransaction,
  id: DocumentId,
  needs: { readonly content: boolean },
): Promise<WholeDocument | undefined> {
  const content = needs.content ? Prisma.sql`d.content` : Prisma.sql`'{}'::jsonb`;
  const [row] = await tx.$queryRaw<Omit<WholeDocument, 'files'>[]>`
    SELECT ${cardColumns}, ${content} AS content FROM document d WHERE d.id = ${id} FOR UPDATE OF d`;
  // Asked once it is held: what is signed is what it carries now.
  return row && { ...row, files: needs.content ? await filesOf(tx, id) : [] };
}

/** What a draft begins with. */
export interface NewDraft
  extends Pick<Card, 'id' | 'institution' | 'kind' | 'title' | 'abstract' | 'access' | 'documentDate' | 'dueAt' | 'author' | 'createdAt'> {
  readonly content: SignedPart['content'];
}

/** Enters a new draft. */
export async function insertDraft(tx: PerimeterTransaction, draft: NewDraft): Promise<Card> {
  await tx.$executeRaw`
    INSERT INTO document (id, institution, kind, status, access, title, abstract, document_date, due_at, content, author, created_at, language)
    VALUES (${draft.id}, ${draft.institution}, ${draft.kind}, 'DRAFT', ${draft.access}, ${draft.title}, ${draft.abstract},
            ${draft.documentDate}::date, ${draft.dueAt}, ${JSON.stringify(draft.content)}::jsonb, ${draft.author}, ${draft.createdAt}, ${languageOf(draft.content)})`;
  return {
    ...draft,
    status: 'DRAFT',
    version: 1,
    outgoingNumber: null,
    registeredAt: null,
    withdrawnReason: null,
    caseFile: null,
    approval: null,
    retention: null,
    origin: 'EXCHANGE',
    declaredNumber: null,
    jointInstitutions: [],
    language: languageOf(draft.content),
    revision: 1,
    readers: [] as readonly InstitutionCode[],
    signatures: [],
  };
}

/** The language that a content says it is in, as BCP 47 writes it. */
export const languageOf = ({ language }: SignedPart['content']): string | null => (typeof language === 'string' ? language : null);

/** Changes a document that the transaction holds, and answers its card with readers and signatures as they are now. */
export async function updateDocument(tx: PerimeterTransaction, id: DocumentId, changes: Prisma.Sql): Promise<Card> {
  const [card] = await tx.$queryRaw<[Card]>`
    UPDATE document d SET ${changes}, revision = d.revision + 1 WHERE d.id = ${id} RETURNING ${cardColumns}`;
  return card;
}
