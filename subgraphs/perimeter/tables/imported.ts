import type { DocumentId, ImportedCard, InstitutionCode, OfficialId, Retention, SignedPart } from '@chancery/domain';
import type { Card } from '../card.ts';
import type { PerimeterTransaction } from '../database.ts';
import { languageOf } from './documents.ts';

/** A document that is entered as filed. */
export interface Imported extends ImportedCard {
  readonly id: DocumentId;
  readonly institution: InstitutionCode;
  readonly author: OfficialId;
  readonly createdAt: Date;
  readonly retention: Retention | null;
  readonly content: SignedPart['content'];
}

/** §6.7 Enters documents that are not here yet, in one statement, and answers the cards of the new ones. */
export async function insertImported(tx: PerimeterTransaction, documents: readonly Imported[]): Promise<readonly Card[]> {
  const rows = documents.map(rowOf);
  const entered = await tx.$queryRaw<{ id: DocumentId }[]>`
    INSERT INTO document (id, institution, kind, status, access, title, abstract, document_date, content, author, created_at, case_file, filed_at,
                          retention, origin, declared_number, joint_institutions, language)
    SELECT id, institution, kind, 'FILED', access, title, abstract, document_date, content, author, created_at, case_file, created_at,
           retention, 'IMPORTED', declared_number, joint_institutions, language
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS entered(
           id text, institution text, kind text, access text, title text, abstract text, document_date date, content jsonb, author text,
           created_at timestamptz, case_file text, retention jsonb, declared_number text, joint_institutions text[], language text)
    ON CONFLICT (id) DO NOTHING RETURNING id`;
  const byId = new Map(documents.map((document) => [document.id, document]));
  return entered.flatMap(({ id }) => {
    const document = byId.get(id);
    return document === undefined ? [] : [cardOf(document)];
  });
}

const rowOf = (document: Imported) => ({
  id: document.id,
  institution: document.institution,
  kind: document.kind,
  access: document.access,
  title: document.title,
  abstract: document.abstract,
  document_date: document.documentDate,
  content: document.content,
  author: document.author,
  created_at: document.createdAt,
  case_file: document.caseFile,
  retention: document.retention,
  declared_number: document.declaredNumber,
  joint_institutions: document.jointInstitutions,
  language: languageOf(document.content),
});

const cardOf = ({ reference: _, content, ...document }: Imported): Card => ({
  ...document,
  status: 'FILED',
  dueAt: null,
  version: 1,
  outgoingNumber: null,
  registeredAt: null,
  withdrawnReason: null,
  approval: null,
  origin: 'IMPORTED',
  language: languageOf(content),
  revision: 1,
  readers: [],
  signatures: [],
});
