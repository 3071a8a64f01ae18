import type { ConsignmentId, DispatchId, DocumentId, FileDigest, FileEntry } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import type { KeptFile } from '../files/fileStore.ts';

/** The files that a document carries, as they are now. */
export const filesOf = (db: PerimeterTransaction, id: DocumentId): Promise<FileEntry[]> =>
  db.$queryRaw<FileEntry[]>`
    SELECT d.name, d.sha256, f.size::float8 AS size, f.media_type AS "mediaType"
    FROM document_file d JOIN file f USING (institution, sha256) WHERE d.document_id = ${id} ORDER BY d.name COLLATE "C"`;

/** Lets a document that the transaction holds carry a file. */
export async function insertDocumentFile(
  tx: PerimeterTransaction,
  id: DocumentId,
  name: string,
  { institution, sha256 }: KeptFile,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO document_file (document_id, name, institution, sha256) VALUES (${id}, ${name}, ${institution}, ${sha256})`;
}

/** Lets a document that the transaction holds carry a file no longer; false where it carries none of this name. */
export async function deleteDocumentFile(tx: PerimeterTransaction, id: DocumentId, name: string): Promise<boolean> {
  return (await tx.$executeRaw`DELETE FROM document_file WHERE document_id = ${id} AND name = ${name}`) > 0;
}

/** Whether a document that carries a file was released under a dispatch, and the release was not given up. §7.6 */
export async function isReleased(db: PerimeterTransaction, dispatchId: DispatchId, sha256: FileDigest): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM release r JOIN document_file d ON d.document_id = r.document_id
    WHERE r.dispatch_id = ${dispatchId} AND r.outcome <> 'VOID' AND d.sha256 = ${sha256} LIMIT 1`;
  return rows.length > 0;
}

/** A place where a file is carried, under a name. */
export interface Carried<Id> {
  readonly id: Id;
  readonly name: string;
}

/** Documents of an institution that carry a file, the newest first, before one of them. */
export const carryingDocuments = (
  db: PerimeterTransaction,
  { institution, sha256 }: Pick<KeptFile, 'institution' | 'sha256'>,
  { before, most }: { readonly before: string; readonly most: number },
): Promise<Carried<DocumentId>[]> =>
  db.$queryRaw<Carried<DocumentId>[]>`
    SELECT document_id AS id, min(name) AS name FROM document_file
    WHERE institution = ${institution} AND sha256 = ${sha256} AND document_id COLLATE "C" < ${before}
    GROUP BY document_id ORDER BY document_id COLLATE "C" DESC LIMIT ${most}`;

/** The name under which a document carries a file. */
export async function nameIn(db: PerimeterTransaction, id: DocumentId, sha256: FileDigest): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM document_file WHERE document_id = ${id} AND sha256 = ${sha256} ORDER BY name LIMIT 1`;
  return row?.name;
}

/** Consignments that an institution received with a file, the newest first, before one of them. */
export const carryingConsignments = (
  db: PerimeterTransaction,
  { institution, sha256 }: Pick<KeptFile, 'institution' | 'sha256'>,
  { before, most }: { readonly before: string; readonly most: number },
): Promise<Carried<ConsignmentId>[]> =>
  db.$queryRaw<Carried<ConsignmentId>[]>`
    SELECT consignment_id AS id, min(name) AS name FROM consignment_file
    WHERE institution = ${institution} AND sha256 = ${sha256} AND consignment_id COLLATE "C" < ${before}
    GROUP BY consignment_id ORDER BY consignment_id COLLATE "C" DESC LIMIT ${most}`;
