import type { Bundle, ConsignmentId, ReceiptClaims, SealedReceipt } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';
import type { CopyState, ReceivedConsignment } from '../received.ts';
import { nextEntry, type Registration } from './registers.ts';

/** A consignment `c` without what was received. */
export const consignmentColumns = Prisma.sql`
  c.id, c.institution, c.sender, c.dispatch_id AS "dispatchId", c.document_id AS "documentId", c.access, c.copy, c.state,
  c.register_by AS "registerBy", c.delivered_at AS "deliveredAt", c.incoming_number AS "incomingNumber", c.registered_at AS "registeredAt",
  c.refused_reason AS "refusedReason", c.refused_note AS "refusedNote", c.refused_at AS "refusedAt", c.refused_by AS "refusedBy",
  c.executor, c.instruction, c.due_at AS "dueAt", c.decision, c.decided_on::text AS "decidedOn", c.issued_at AS "issuedAt",
  c.issued_by AS "issuedBy", c.report, c.executed_at AS "executedAt", c.case_file AS "caseFile", c.filed_at AS "filedAt", c.retention,
  c.revision`;

/** The consignments with these ids that are here, in any order. */
export const findConsignments = (db: PerimeterTransaction, ids: readonly ConsignmentId[]): Promise<ReceivedConsignment[]> =>
  db.$queryRaw<ReceivedConsignment[]>`SELECT ${consignmentColumns} FROM consignment c WHERE c.id = ANY(${ids})`;

/** What was received with these consignments, in any order; nothing for tombstones. */
export const findBundles = (db: PerimeterTransaction, ids: readonly ConsignmentId[]): Promise<{ id: ConsignmentId; bundle: Bundle }[]> =>
  db.$queryRaw<{ id: ConsignmentId; bundle: Bundle }[]>`SELECT id, bundle FROM consignment WHERE id = ANY(${ids}) AND copy = 'IN_INBOX'`;

/** What of a recipient's copy is told in a line. */
export interface CopyHead {
  readonly id: ConsignmentId;
  readonly title: string;
  readonly kind: string;
  /** A day: `2026-03-01`. */
  readonly documentDate: string;
  readonly outgoingNumber: string;
}

/** The same of several consignments, in any order; nothing for tombstones. Each copy is opened once. */
export const findCopyHeads = (db: PerimeterTransaction, ids: readonly ConsignmentId[]): Promise<CopyHead[]> =>
  db.$queryRaw<CopyHead[]>`
    SELECT c.id, s.title, s.kind, s."documentDate", b."outgoingNumber"
      FROM consignment c, jsonb_to_record(c.bundle) AS b(signed jsonb, "outgoingNumber" text),
           jsonb_to_record(b.signed) AS s(title text, kind text, "documentDate" text)
     WHERE c.id = ANY(${ids}) AND c.copy = 'IN_INBOX'`;

/** A consignment held for the transaction. */
export async function lockConsignment(tx: PerimeterTransaction, id: ConsignmentId): Promise<ReceivedConsignment | undefined> {
  const [row] = await tx.$queryRaw<ReceivedConsignment[]>`SELECT ${consignmentColumns} FROM consignment c WHERE c.id = ${id} FOR UPDATE`;
  return row;
}

/** Changes a consignment that the transaction holds. */
export async function updateConsignment(tx: PerimeterTransaction, id: ConsignmentId, changes: Prisma.Sql): Promise<ReceivedConsignment> {
  const [row] = await tx.$queryRaw<[ReceivedConsignment]>`
    UPDATE consignment c SET ${changes}, revision = c.revision + 1 WHERE c.id = ${id} RETURNING ${consignmentColumns}`;
  return row;
}

/** Gives a consignment that the transaction holds the next incoming number, in one statement with its new state. */
export async function enterConsignment(
  tx: PerimeterTransaction,
  id: ConsignmentId,
  registration: Registration,
): Promise<ReceivedConsignment> {
  const [row] = await tx.$queryRaw<[ReceivedConsignment]>`
    WITH ${nextEntry(registration)}
    UPDATE consignment c
    SET state = 'REGISTERED', incoming_number = entry.number, registered_at = entry.registered_at, revision = c.revision + 1
    FROM entry WHERE c.id = ${id} RETURNING ${consignmentColumns}`;
  return row;
}

/** A delivery as it is kept first. */
export interface NewCopy {
  readonly bundle: Bundle;
  readonly receipt: SealedReceipt;
  readonly registerBy: Date | null;
  readonly expiresAt: Date;
}

/** Keeps a delivered copy as PENDING, with its files, which are here already; false where the consignment was delivered before. */
export async function insertCopy(db: PerimeterTransaction, { bundle, receipt, registerBy, expiresAt }: NewCopy): Promise<boolean> {
  const { consignmentId, dispatchId, documentId, institution, receivedAt }: ReceiptClaims = receipt.claims;
  const { signed } = bundle;
  const rows = await db.$queryRaw<unknown[]>`
    WITH copy AS (
    INSERT INTO consignment (id, institution, sender, dispatch_id, document_id, access, bundle, receipt, received_at, register_by, expires_at)
    VALUES (${consignmentId}, ${institution}, ${signed.institution}, ${dispatchId}, ${documentId}, ${signed.access},
            ${JSON.stringify(bundle)}::jsonb, ${JSON.stringify(receipt)}::jsonb, ${new Date(receivedAt)}, ${registerBy}, ${expiresAt})
    ON CONFLICT DO NOTHING
    RETURNING id, institution
    ), carried AS (
    INSERT INTO consignment_file (consignment_id, name, institution, sha256)
    SELECT copy.id, f.name, copy.institution, f.sha256
    FROM copy, jsonb_to_recordset(${JSON.stringify(signed.files ?? [])}::jsonb) AS f(name text, sha256 text)
    )
    SELECT id FROM copy`;
  return rows.length > 0;
}

/** The first receipt of a consignment, and where its copy stands. */
export async function findReceipt(
  db: PerimeterTransaction,
  id: ConsignmentId,
): Promise<{ readonly receipt: SealedReceipt; readonly copy: CopyState } | undefined> {
  const [row] = await db.$queryRaw<{ receipt: SealedReceipt; copy: CopyState }[]>`SELECT receipt, copy FROM consignment WHERE id = ${id}`;
  return row;
}

/** Puts a pending copy into the inbox (`at`: when the exchange committed the delivery), or makes a tombstone of it. Answers where the copy stands then. */
export async function settleCopy(
  db: PerimeterTransaction,
  id: ConsignmentId,
  delivered: boolean,
  at: Date,
): Promise<CopyState | undefined> {
  const changes = delivered
    ? Prisma.sql`copy = 'IN_INBOX', delivered_at = ${at}`
    : Prisma.sql`copy = 'CLOSED', closed_at = ${at}, bundle = NULL`;
  // What was never received keeps no files.
  const dropped = delivered
    ? Prisma.empty
    : Prisma.sql`WITH dropped AS (
        DELETE FROM consignment_file f USING consignment c WHERE f.consignment_id = c.id AND c.id = ${id} AND c.copy = 'PENDING')`;
  const settled = await db.$executeRaw`${dropped} UPDATE consignment SET ${changes} WHERE id = ${id} AND copy = 'PENDING'`;
  if (settled > 0) return delivered ? 'IN_INBOX' : 'CLOSED';
  return (await findReceipt(db, id))?.copy;
}

/** Copies that wait for the exchange's word since `before`, by id, after one of them. */
export async function findPendingCopies(db: PerimeterTransaction, before: Date, after: string, most: number): Promise<ConsignmentId[]> {
  const rows = await db.$queryRaw<{ id: ConsignmentId }[]>`
    SELECT id FROM consignment WHERE copy = 'PENDING' AND received_at < ${before} AND id > ${after} ORDER BY id LIMIT ${most}`;
  return rows.map(({ id }) => id);
}
