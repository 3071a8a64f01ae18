import type {
  AccessMark,
  ConsignmentId,
  ConsignmentState,
  DispatchId,
  DocumentId,
  InstitutionCode,
  OfficialId,
  SealedReceipt,
} from '@chancery/domain';
import { Prisma } from './prisma/client/client.ts';

/** A consignment as it is stored. */
export interface ConsignmentRow {
  readonly id: ConsignmentId;
  readonly dispatchId: DispatchId;
  readonly documentId: DocumentId;
  readonly sender: InstitutionCode;
  readonly recipient: InstitutionCode;
  readonly access: AccessMark;
  /** A day: `2026-03-01`. */
  readonly documentDate: string;
  readonly state: ConsignmentState;
  /** Counts the changes of state, from 1. */
  readonly revision: number;
  /** The number of the last attempt; 0 before the first. */
  readonly attempt: number;
  /** How many attempts failed. */
  readonly failures: number;
  readonly acceptedAt: Date;
  readonly expiresAt: Date;
  readonly registerBy: Date | null;
  readonly deliveredAt: Date | null;
  /** The recipient's, once its seal was verified. */
  readonly receipt: SealedReceipt | null;
  /** When it was withdrawn or expired, registered or refused. */
  readonly closedAt: Date | null;
  readonly withdrawnReason: string | null;
}

/** A dispatch that took place; a void one is never read. */
export interface DispatchRow {
  readonly id: DispatchId;
  readonly documentId: DocumentId;
  readonly sender: InstitutionCode;
  readonly dispatchedAt: Date;
  readonly dispatchedBy: OfficialId;
  readonly registerBy: Date | null;
  readonly inReplyTo: ConsignmentId | null;
}

/** One try to deliver a consignment; open while it has no outcome. */
export interface AttemptRow {
  readonly consignmentId: ConsignmentId;
  readonly number: number;
  readonly startedAt: Date;
  readonly outcome: AttemptOutcome | null;
  readonly endedAt: Date | null;
  /** Of one that handed over again what was delivered: the recipient's, where it gave another one than the first. */
  readonly receipt: SealedReceipt | null;
}

/** How an attempt ended: with a receipt, without an answer, with a no of the recipient's server, or with the death of who made it. */
export type AttemptOutcome = 'DELIVERED' | 'UNREACHABLE' | 'REJECTED' | 'INTERRUPTED';

/** The columns of `ConsignmentRow`, for statements in which the table is called `c`. */
export const consignmentColumns = Prisma.raw(
  `c.id, c.dispatch_id "dispatchId", c.document_id "documentId", c.sender, c.recipient, c.access, c.document_date::text "documentDate",
   c.state, c.revision, c.attempt, c.failures, c.accepted_at "acceptedAt", c.expires_at "expiresAt", c.register_by "registerBy",
   c.delivered_at "deliveredAt", c.receipt, c.closed_at "closedAt", c.withdrawn_reason "withdrawnReason"`,
);

/** The columns of `DispatchRow`. */
export const dispatchColumns = Prisma.raw(
  `id, document_id "documentId", sender, dispatched_at "dispatchedAt", dispatched_by "dispatchedBy", register_by "registerBy", in_reply_to "inReplyTo"`,
);
