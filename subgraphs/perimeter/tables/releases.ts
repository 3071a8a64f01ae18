import type { DispatchId, DocumentId, InstitutionCode } from '@chancery/domain';
import type { Card } from '../card.ts';
import type { PerimeterTransaction } from '../database.ts';
import { cardColumns } from './documents.ts';

/** A document let go to its addressees (§7.6). */
export interface Release {
  readonly dispatchId: DispatchId;
  readonly documentId: DocumentId;
  /** Sorted. */
  readonly addressees: readonly InstitutionCode[];
  readonly outcome: 'OPEN' | 'CONFIRMED' | 'VOID';
}

/** Records a release and its addressees as readers; undefined where this dispatch has released before. The transaction holds the document. */
export async function insertRelease(
  tx: PerimeterTransaction,
  {
    dispatchId,
    documentId,
    to,
    now,
  }: { readonly dispatchId: DispatchId; readonly documentId: DocumentId; readonly to: readonly InstitutionCode[]; readonly now: Date },
): Promise<Card | undefined> {
  const [card] = await tx.$queryRaw<Card[]>`
    WITH released AS (
      INSERT INTO release (dispatch_id, document_id, addressees, released_at) VALUES (${dispatchId}, ${documentId}, ${to}, ${now})
      ON CONFLICT DO NOTHING
      RETURNING dispatch_id
    ), reader AS (
      INSERT INTO document_reader (document_id, institution, dispatch_id)
      SELECT ${documentId}, addressee, dispatch_id FROM released, unnest(${to}::text[]) AS addressee
    )
    UPDATE document d SET revision = d.revision + 1 FROM released WHERE d.id = ${documentId} RETURNING ${cardColumns}`;
  // A statement does not see the rows that it inserts itself.
  return card && { ...card, readers: [...new Set([...card.readers, ...to])].sort() };
}

/** The release of a dispatch, if there was one. */
export async function findRelease(tx: PerimeterTransaction, dispatchId: DispatchId): Promise<Release | undefined> {
  const [release] = await tx.$queryRaw<Release[]>`
    SELECT dispatch_id AS "dispatchId", document_id AS "documentId", addressees, outcome FROM release WHERE dispatch_id = ${dispatchId}`;
  return release;
}

/** Releases of which the exchange has not said since `before` whether they became a dispatch, by id, after one of them. */
export const findOpenReleases = (db: PerimeterTransaction, before: Date, after: string, most: number): Promise<Release[]> =>
  db.$queryRaw<Release[]>`
    SELECT dispatch_id AS "dispatchId", document_id AS "documentId", addressees, outcome FROM release
    WHERE outcome = 'OPEN' AND released_at < ${before} AND dispatch_id > ${after} ORDER BY dispatch_id LIMIT ${most}`;

/** Marks releases whose dispatch came. */
export const confirmReleases = (db: PerimeterTransaction, dispatchIds: readonly DispatchId[]): Promise<number> =>
  db.$executeRaw`UPDATE release SET outcome = 'CONFIRMED' WHERE dispatch_id = ANY(${dispatchIds}) AND outcome = 'OPEN'`;

/** Marks a release whose dispatch can never come, and takes its readers away; false where that was done before. */
export async function voidRelease(tx: PerimeterTransaction, dispatchId: DispatchId): Promise<boolean> {
  const voided = await tx.$queryRaw<unknown[]>`
    WITH void AS (
      UPDATE release SET outcome = 'VOID' WHERE dispatch_id = ${dispatchId} AND outcome = 'OPEN' RETURNING dispatch_id
    ), gone AS (
      DELETE FROM document_reader r USING void v WHERE r.dispatch_id = v.dispatch_id
    )
    SELECT dispatch_id FROM void`;
  return voided.length > 0;
}

/** Takes away the reader that one consignment made; false where there is none. */
export async function deleteReader(
  tx: PerimeterTransaction,
  {
    documentId,
    addressee,
    dispatchId,
  }: { readonly documentId: DocumentId; readonly addressee: InstitutionCode; readonly dispatchId: DispatchId },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    DELETE FROM document_reader WHERE document_id = ${documentId} AND institution = ${addressee} AND dispatch_id = ${dispatchId}`;
  return count > 0;
}
