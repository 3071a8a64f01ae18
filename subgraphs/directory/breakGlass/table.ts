import type { BreakGlass, BreakGlassId, InstitutionCode, OfficialId } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';
import { Prisma } from '../prisma/client/client.ts';

/** A sight under break-glass as it stands in the directory. */
export interface BreakGlassRow extends BreakGlass {
  readonly institution: InstitutionCode;
  readonly reason: string;
  readonly askedAt: Date;
  readonly confirmedAt: Date | null;
  readonly declinedBy: OfficialId | null;
  readonly declinedAt: Date | null;
  readonly note: string | null;
  readonly endedBy: OfficialId | null;
  readonly endedAt: Date | null;
  readonly reviewedBy: OfficialId | null;
  readonly reviewedAt: Date | null;
  readonly finding: string | null;
}

const columns = Prisma.sql`id, document_id AS "documentId", institution, official, reason, ends_at AS "endsAt", asked_by AS "askedBy",
  asked_at AS "askedAt", decided, confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt", declined_by AS "declinedBy",
  declined_at AS "declinedAt", note, ended_by AS "endedBy", ended_at AS "endedAt", reviewed_by AS "reviewedBy", reviewed_at AS "reviewedAt", finding`;

export async function findBreakGlass(db: Transaction, id: string): Promise<BreakGlassRow | undefined> {
  const [row] = await db.$queryRaw<BreakGlassRow[]>`SELECT ${columns} FROM break_glass WHERE id = ${id}`;
  return row;
}

/** What is asked for. */
export type NewBreakGlass = Pick<
  BreakGlassRow,
  'id' | 'documentId' | 'institution' | 'official' | 'reason' | 'endsAt' | 'askedBy' | 'askedAt'
>;

export async function insertBreakGlass(tx: Transaction, asked: NewBreakGlass): Promise<void> {
  const { id, documentId, institution, official, reason, endsAt, askedBy, askedAt } = asked;
  await tx.$executeRaw`
    INSERT INTO break_glass (id, document_id, institution, official, reason, ends_at, asked_by, asked_at)
    VALUES (${id}, ${documentId}, ${institution}, ${official}, ${reason}, ${endsAt}, ${askedBy}, ${askedAt})`;
}

/** Changes one that the transaction holds the directory's lock for. */
export async function updateBreakGlass(tx: Transaction, id: BreakGlassId, changes: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`UPDATE break_glass SET ${changes} WHERE id = ${id}`;
}

/** A page of those that fit, the newest first. */
export const pageOfBreakGlasses = (db: Transaction, fits: Prisma.Sql, most: number): Promise<BreakGlassRow[]> =>
  db.$queryRaw<BreakGlassRow[]>`SELECT ${columns} FROM break_glass WHERE ${fits} ORDER BY asked_at DESC, id DESC LIMIT ${most}`;

export async function countBreakGlasses(db: Transaction, fits: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM break_glass WHERE ${fits}`;
  return row?.count ?? 0;
}
