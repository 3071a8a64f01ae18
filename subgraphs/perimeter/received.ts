import type {
  AccessMark,
  ConsignmentId,
  DispatchId,
  DocumentId,
  InstitutionCode,
  IntakeEvent,
  OfficialId,
  RefusalReason,
  Retention,
} from '@chancery/domain';
import { invariant } from '@chancery/domain';

/** Where the recipient's copy stands: not confirmed by the exchange yet, to be acted on, or a tombstone. */
export type CopyState = 'PENDING' | 'IN_INBOX' | 'CLOSED';

/** A consignment as its recipient keeps it, without what was received. */
export interface ReceivedConsignment {
  readonly id: ConsignmentId;
  /** The recipient. */
  readonly institution: InstitutionCode;
  readonly sender: InstitutionCode;
  readonly dispatchId: DispatchId;
  readonly documentId: DocumentId;
  readonly access: AccessMark;
  readonly copy: CopyState;
  readonly state: 'DELIVERED' | 'REGISTERED' | 'REFUSED';
  readonly registerBy: Date | null;
  /** When the exchange committed the delivery. */
  readonly deliveredAt: Date | null;
  readonly incomingNumber: string | null;
  readonly registeredAt: Date | null;
  readonly refusedReason: RefusalReason | null;
  readonly refusedNote: string | null;
  readonly refusedAt: Date | null;
  readonly refusedBy: OfficialId | null;
  readonly executor: OfficialId | null;
  readonly instruction: string | null;
  readonly dueAt: Date | null;
  readonly decision: string | null;
  /** A day: `2026-03-01`. */
  readonly decidedOn: string | null;
  readonly issuedAt: Date | null;
  readonly issuedBy: OfficialId | null;
  readonly report: string | null;
  readonly executedAt: Date | null;
  readonly caseFile: string | null;
  readonly filedAt: Date | null;
  /** What it carries since it was filed. */
  readonly retention: Retention | null;
  /** Counts what the recipient did with it, from 1. */
  readonly revision: number;
}

/** What followers may know of what a recipient did. */
export function intakeEvent(consignment: ReceivedConsignment): IntakeEvent {
  const { state } = consignment;
  invariant(state !== 'DELIVERED', 'a recipient tells of what it did');
  return {
    type: 'intake',
    consignmentId: consignment.id,
    documentId: consignment.documentId,
    institution: consignment.institution,
    state,
    registeredAt: consignment.registeredAt?.toISOString() ?? null,
    decision: consignment.decision,
    decidedOn: consignment.decidedOn,
    revision: consignment.revision,
  };
}
