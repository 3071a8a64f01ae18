import type { BreakGlassId, ConsignmentId, ConsignmentState, DocumentId, InstitutionCode, OfficialId } from '@chancery/domain';
import type { SightEntry } from '@chancery/trust';
import type { PerimeterTransaction } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';

/** What an institution was told about a document of its own. */
interface NoticeOf {
  readonly institution: InstitutionCode;
  readonly documentId: DocumentId;
  readonly at: Date;
}

/** §7.7 That a consignment of its own could not be delivered in time. */
interface ConsignmentNotice extends NoticeOf {
  readonly consignmentId: ConsignmentId;
  readonly addressee: InstitutionCode;
  readonly state: ConsignmentState;
}

/** §13.2 That somebody was given sight of it in an emergency. */
interface SightNotice extends NoticeOf {
  readonly id: BreakGlassId;
  readonly consignmentId: null;
  readonly official: OfficialId;
  readonly askedBy: OfficialId;
  readonly confirmedBy: OfficialId;
  readonly endsAt: Date;
}

/** A notice as it is kept, under the id of the consignment or of the sight. */
export type NoticeRow = (ConsignmentNotice & { readonly id: ConsignmentId }) | SightNotice;

/** Keeps a notice of a consignment; told again, it stays as it is. */
export async function insertNotice(tx: PerimeterTransaction, notice: ConsignmentNotice): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO notice (id, consignment_id, institution, document_id, addressee, state, at)
    VALUES (${notice.consignmentId}, ${notice.consignmentId}, ${notice.institution}, ${notice.documentId}, ${notice.addressee}, ${notice.state}, ${notice.at})
    ON CONFLICT DO NOTHING`;
}

/** Keeps notices of sights of documents that are here; told again, they stay as they are. */
export async function insertSightNotices(db: PerimeterTransaction, sights: readonly SightEntry[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO notice (id, institution, document_id, at, official, asked_by, confirmed_by, ends_at)
    SELECT told.id, d.institution, d.id, told."confirmedAt", told.official, told."askedBy", told."confirmedBy", told."endsAt"
      FROM jsonb_to_recordset(${JSON.stringify(sights)}::jsonb) AS told(
           id text, "documentId" text, official text, "askedBy" text, "confirmedBy" text, "confirmedAt" timestamptz, "endsAt" timestamptz)
      JOIN document d ON d.id = told."documentId"
    ON CONFLICT DO NOTHING`;
}

/** Which notices of an institution. */
export interface NoticeFilter {
  readonly institution: InstitutionCode;
  /** §3.1 Whether those about RESTRICTED documents may be shown. */
  readonly clearance: boolean;
}

/** A page of an institution's notices, newest first, after a place among them. */
export function pageOfNotices(
  db: PerimeterTransaction,
  filter: NoticeFilter,
  page: { readonly most: number; readonly after: { readonly at: Date; readonly id: string } | null },
): Promise<NoticeRow[]> {
  const place = page.after ? Prisma.sql`AND (n.at, n.id) < (${page.after.at}::timestamptz, ${page.after.id})` : Prisma.empty;
  return db.$queryRaw<NoticeRow[]>`
    SELECT n.id, n.institution, n.document_id AS "documentId", n.at, n.consignment_id AS "consignmentId", n.addressee, n.state,
      n.official, n.asked_by AS "askedBy", n.confirmed_by AS "confirmedBy", n.ends_at AS "endsAt"
    FROM notice n JOIN document d ON d.id = n.document_id
    WHERE ${chosen(filter)} ${place}
    ORDER BY n.at DESC, n.id DESC LIMIT ${page.most}`;
}

/** How many notices there are under a filter. */
export async function countNotices(db: PerimeterTransaction, filter: NoticeFilter): Promise<number> {
  const [{ count }] = await db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM notice n JOIN document d ON d.id = n.document_id WHERE ${chosen(filter)}`;
  return count;
}

const chosen = ({ institution, clearance }: NoticeFilter): Prisma.Sql =>
  Prisma.sql`n.institution = ${institution} ${clearance ? Prisma.empty : Prisma.sql`AND d.access <> 'RESTRICTED'`}`;
