import { type ConsignmentId, type FileDigest, type FileEntry, type InstitutionCode, invariant, type OfficialId } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import type { KeptFile } from '../files/fileStore.ts';
import { Prisma } from '../prisma/client/client.ts';

/** A file `f` as it is kept. */
export const fileColumns = Prisma.sql`
  f.institution, f.sha256, f.size::float8 AS size, f.media_type AS "mediaType", f.place, f.wrapped_key AS wrapped, f.key_id AS "keyId"`;

/** Who brought a file: an official, or the consignment that it came for. */
export type Bringer = OfficialId | ConsignmentId;

/** After so long bytes without an entry get none any more: from twice that age on they may be thrown away. */
export const longestEntryMs = 24 * 3_600_000;

/** Puts bytes of the same content in the place of those that a file had; false where others have taken it meanwhile. */
export async function replaceFile(db: PerimeterTransaction, lost: KeptFile, { place, wrapped, keyId }: KeptFile): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE file SET place = ${place}, wrapped_key = ${wrapped}, key_id = ${keyId}
     WHERE institution = ${lost.institution} AND sha256 = ${lost.sha256} AND place = ${lost.place}`;
  return count > 0;
}

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

/** Until the transaction ends nothing else that this official uploads is entered. */
export async function lockUploads(tx: PerimeterTransaction, official: OfficialId): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`uploads of ${official}`}, 0))`;
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

/** Whether an institution has all these files, each of its size. */
export async function hasFiles(db: PerimeterTransaction, institution: InstitutionCode, files: readonly FileEntry[]): Promise<boolean> {
  const [row] = await db.$queryRaw<[{ missing: boolean }]>`
    SELECT EXISTS (
      SELECT 1 FROM jsonb_to_recordset(${JSON.stringify(files)}::jsonb) AS c(sha256 text, size bigint)
      WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.institution = ${institution} AND f.sha256 = c.sha256 AND f.size = c.size)
    ) AS missing`;
  return !row.missing;
}
