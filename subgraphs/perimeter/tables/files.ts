import {
  type ConsignmentId,
  type DispatchId,
  type DocumentId,
  type FileDigest,
  type FileEntry,
  type InstitutionCode,
  invariant,
  type OfficialId,
} from '@chancery/domain';
import type { WrappedKey } from '@chancery/trust';
import type { PerimeterTransaction } from '../database.ts';
import type { KeptFile } from '../files/fileStore.ts';
import { Prisma } from '../prisma/client/client.ts';

const fileColumns = Prisma.sql`
  f.institution, f.sha256, f.size::float8 AS size, f.media_type AS "mediaType", f.place, f.wrapped_key AS wrapped, f.key_id AS "keyId"`;

/** Who brought a file: an official, or the consignment that it came for. */
export type Bringer = OfficialId | ConsignmentId;

/** After so long bytes without an entry get none any more: from twice that age on they may be thrown away. */
export const longestEntryMs = 24 * 3_600_000;

/**
 * Enters a file that began to come at a moment, and who brought it. Where the institution has this content already, that stays; answers the file as it
 * is kept. Throws where its bytes may have been thrown away by now.
 */
export async function enterFile(
  db: PerimeterTransaction,
  file: KeptFile,
  bringer: Bringer,
  { began, now }: { readonly began: Date; readonly now: Date },
): Promise<KeptFile> {
  const before = new Date(began.getTime() + longestEntryMs);
  // What is there already is held until it is noted who brought it: nobody drops it between.
  const [kept] = await db.$queryRaw<KeptFile[]>`
    WITH stored AS (
      INSERT INTO file AS f (institution, sha256, size, media_type, place, wrapped_key, key_id, stored_at)
      SELECT ${file.institution}, ${file.sha256}, ${file.size}::bigint, ${file.mediaType}, ${file.place}, ${file.wrapped}, ${file.keyId}, ${now}::timestamptz
      WHERE now() < ${before}::timestamptz
      ON CONFLICT (institution, sha256) DO UPDATE SET key_id = f.key_id
      RETURNING *
    ), noted AS (
      INSERT INTO upload (institution, bringer, sha256, at) SELECT institution, ${bringer}, sha256, ${now} FROM stored
      ON CONFLICT (institution, bringer, sha256) DO UPDATE SET at = excluded.at
    )
    SELECT ${fileColumns} FROM stored f`;
  invariant(kept, 'a file is entered soon after it has come');
  return kept;
}

/** Notes who brought a file that is here already; false where it is not. */
export async function noteUpload(
  db: PerimeterTransaction,
  { institution, sha256, bringer, now }: { institution: InstitutionCode; sha256: FileDigest; bringer: Bringer; now: Date },
): Promise<boolean> {
  const count = await db.$executeRaw`
    INSERT INTO upload (institution, bringer, sha256, at)
    SELECT f.institution, ${bringer}, f.sha256, ${now} FROM file f WHERE f.institution = ${institution} AND f.sha256 = ${sha256} FOR KEY SHARE
    ON CONFLICT (institution, bringer, sha256) DO UPDATE SET at = excluded.at`;
  return count > 0;
}

/** The file of this content that an institution has. */
export async function findFile(db: PerimeterTransaction, institution: InstitutionCode, sha256: FileDigest): Promise<KeptFile | undefined> {
  const [file] = await db.$queryRaw<KeptFile[]>`
    SELECT ${fileColumns} FROM file f WHERE f.institution = ${institution} AND f.sha256 = ${sha256}`;
  return file;
}

/** The same, which nobody drops before the transaction ends. */
export async function holdFile(tx: PerimeterTransaction, institution: InstitutionCode, sha256: FileDigest): Promise<KeptFile | undefined> {
  const [file] = await tx.$queryRaw<KeptFile[]>`
    SELECT ${fileColumns} FROM file f WHERE f.institution = ${institution} AND f.sha256 = ${sha256} FOR KEY SHARE`;
  return file;
}

/** Whether an official has uploaded a file since a moment. */
export async function wasUploaded(
  db: PerimeterTransaction,
  { institution, sha256, official, since }: { institution: InstitutionCode; sha256: FileDigest; official: OfficialId; since: Date },
): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM upload WHERE institution = ${institution} AND bringer = ${official} AND sha256 = ${sha256} AND at > ${since}`;
  return rows.length > 0;
}

/** How much an official has uploaded since a moment that no document carries. */
export async function waitingOf(
  db: PerimeterTransaction,
  { institution, official, since }: { institution: InstitutionCode; official: OfficialId; since: Date },
): Promise<{ readonly files: number; readonly bytes: number }> {
  const [waiting] = await db.$queryRaw<[{ files: number; bytes: number }]>`
    SELECT count(*)::int AS files, coalesce(sum(f.size), 0)::float8 AS bytes FROM upload u JOIN file f USING (institution, sha256)
    WHERE u.institution = ${institution} AND u.bringer = ${official} AND u.at > ${since}
      AND NOT EXISTS (SELECT 1 FROM document_file d WHERE d.institution = u.institution AND d.sha256 = u.sha256)`;
  return waiting;
}

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

/** Whether an institution has all these files, each of its size. */
export async function hasFiles(db: PerimeterTransaction, institution: InstitutionCode, files: readonly FileEntry[]): Promise<boolean> {
  const [row] = await db.$queryRaw<[{ missing: boolean }]>`
    SELECT EXISTS (
      SELECT 1 FROM jsonb_to_recordset(${JSON.stringify(files)}::jsonb) AS c(sha256 text, size bigint)
      WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.institution = ${institution} AND f.sha256 = c.sha256 AND f.size = c.size)
    ) AS missing`;
  return !row.missing;
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

/** Files of this server whose keys another key of the perimeter wraps than this one. */
export const filesUnderEarlierKeys = (db: PerimeterTransaction, current: string, most: number): Promise<KeptFile[]> =>
  db.$queryRaw<KeptFile[]>`SELECT ${fileColumns} FROM file f WHERE f.key_id < ${current} OR f.key_id > ${current} LIMIT ${most}`;

/** Puts another wrapping in the place of one. */
export const changeWrapping = (db: PerimeterTransaction, { place, keyId }: KeptFile, next: WrappedKey): Promise<number> =>
  db.$executeRaw`UPDATE file SET wrapped_key = ${next.wrapped}, key_id = ${next.keyId} WHERE place = ${place} AND key_id = ${keyId}`;

/** Which of these places no file has. */
export async function unknownPlaces(db: PerimeterTransaction, places: readonly string[]): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ place: string }[]>`SELECT place FROM file WHERE place = ANY(${places})`;
  const known = new Set(rows.map(({ place }) => place));
  return places.filter((place) => !known.has(place));
}

/** When the first event of this database was; undefined while there was none. */
export async function firstEventAt(db: PerimeterTransaction): Promise<Date | undefined> {
  const [row] = await db.$queryRaw<{ at: Date }[]>`SELECT at FROM kernel.outbox ORDER BY row_id LIMIT 1`;
  return row?.at;
}

const isUnheld = Prisma.sql`
  NOT EXISTS (SELECT 1 FROM upload x WHERE x.institution = f.institution AND x.sha256 = f.sha256)
  AND NOT EXISTS (SELECT 1 FROM document_file x WHERE x.institution = f.institution AND x.sha256 = f.sha256)
  AND NOT EXISTS (SELECT 1 FROM consignment_file x WHERE x.institution = f.institution AND x.sha256 = f.sha256)`;

/**
 * Takes away, in a transaction, uploads that nobody can attach any more, and answers the places of files that nothing holds, which are files no longer.
 * First they are locked, and then asked again: from then on nothing new holds them.
 */
export async function dropUnheld(tx: PerimeterTransaction, before: Date, most: number): Promise<readonly string[]> {
  await tx.$executeRaw`DELETE FROM upload WHERE at < ${before}`;
  const locked = await tx.$queryRaw<{ place: string }[]>`
    SELECT f.place FROM file f WHERE f.stored_at < ${before} AND ${isUnheld} LIMIT ${most} FOR UPDATE SKIP LOCKED`;
  const gone = await tx.$queryRaw<{ place: string }[]>`
    DELETE FROM file f WHERE f.place = ANY(${locked.map(({ place }) => place)}) AND ${isUnheld} RETURNING f.place`;
  return gone.map(({ place }) => place);
}
