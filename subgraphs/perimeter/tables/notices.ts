import type { ConsignmentId, ConsignmentState, DocumentId, InstitutionCode } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';

/** What the exchange told an institution about a consignment of its own. */
export interface NoticeRow {
  readonly consignmentId: ConsignmentId;
  readonly institution: InstitutionCode;
  readonly documentId: DocumentId;
  readonly addressee: InstitutionCode;
  readonly state: ConsignmentState;
  readonly at: Date;
}

/** Keeps a notice; told again, it stays as it is. */
export async function insertNotice(tx: PerimeterTransaction, notice: NoticeRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO notice (consignment_id, institution, document_id, addressee, state, at)
    VALUES (${notice.consignmentId}, ${notice.institution}, ${notice.documentId}, ${notice.addressee}, ${notice.state}, ${notice.at})
    ON CONFLICT DO NOTHING`;
}

/** A page of an institution's notices, newest first, after a place among them. §3.1 Those about RESTRICTED documents only with clearance. */
export function pageOfNotices(
  db: PerimeterTransaction,
  { institution, clearance }: { readonly institution: InstitutionCode; readonly clearance: boolean },
  page: { readonly most: number; readonly after: { readonly at: Date; readonly consignmentId: string } | null },
): Promise<NoticeRow[]> {
  const place = page.after
    ? Prisma.sql`AND (n.at, n.consignment_id) < (${page.after.at}::timestamptz, ${page.after.consignmentId})`
    : Prisma.empty;
  const unrestricted = clearance ? Prisma.empty : Prisma.sql`AND d.access <> 'RESTRICTED'`;
  return db.$queryRaw<NoticeRow[]>`
    SELECT n.consignment_id AS "consignmentId", n.institution, n.document_id AS "documentId", n.addressee, n.state, n.at
    FROM notice n JOIN document d ON d.id = n.document_id
    WHERE n.institution = ${institution} ${place} ${unrestricted}
    ORDER BY n.at DESC, n.consignment_id DESC LIMIT ${page.most}`;
}
