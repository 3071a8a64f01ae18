import type { PerimeterTransaction } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';

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
