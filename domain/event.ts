import type { DelegatedDuty, Duty } from './caller.ts';
import type { ConsignmentState } from './consignment.ts';
import type { AccessMark, DocumentOrigin, DocumentStatus } from './document.ts';
import type {
  AppointmentId,
  BreakGlassId,
  ConsignmentId,
  DelegationId,
  DispatchId,
  DocumentId,
  ExportId,
  InstitutionCode,
  Kind,
  OfficialId,
} from './ids.ts';
import type { RefusalCode } from './refusals.ts';

/** Who did it, in which duties, and in which trace: enough for one entry of the audit trail. */
export interface Act {
  /** The command, such as `signDocument`. */
  readonly name: string;
  readonly official: OfficialId | null;
  readonly institution: InstitutionCode | null;
  readonly duties: readonly string[];
  /** Those of the duties that were held by delegation, and whose they are; left out where none was. */
  readonly delegatedBy?: readonly DelegatedDuty[];
  /** The trace that the act ran in, 32 hexadecimal digits. */
  readonly traceId: string;
  /** The step in that trace, 16 hexadecimal digits: what follows from the act is linked to it. */
  readonly spanId?: string;
}

/** A document's card as followers keep it; the last revision wins. A RESTRICTED title or abstract never leaves the perimeter this way. */
export interface CardEvent {
  readonly type: 'document';
  readonly documentId: DocumentId;
  readonly institution: InstitutionCode;
  readonly kind: Kind;
  readonly status: DocumentStatus;
  readonly access: AccessMark;
  /** Empty for RESTRICTED documents. */
  readonly title: string | null;
  readonly abstract: string | null;
  readonly documentDate: string;
  readonly outgoingNumber: string | null;
  readonly registeredAt: string | null;
  readonly createdAt: string;
  readonly origin: DocumentOrigin;
  /** The number that its source gives an imported document. */
  readonly declaredNumber: string | null;
  /** The institutions that issued it together with its own. */
  readonly jointInstitutions: readonly InstitutionCode[];
  /** BCP 47, where its content says it. */
  readonly language: string | null;
  /** Addressees to whom it was released and not called back. */
  readonly readers: readonly InstitutionCode[];
  /** Counts the changes of the document from 1. */
  readonly revision: number;
}

/** What a recipient did with a consignment; the last revision wins. */
export interface IntakeEvent {
  readonly type: 'intake';
  readonly consignmentId: ConsignmentId;
  readonly documentId: DocumentId;
  readonly institution: InstitutionCode;
  readonly state: Extract<ConsignmentState, 'REGISTERED' | 'REFUSED'>;
  readonly registeredAt: string | null;
  readonly decision: string | null;
  readonly decidedOn: string | null;
  readonly revision: number;
}

/** How a consignment stands at the exchange; the last revision wins. */
export interface ConsignmentEvent {
  readonly type: 'consignment';
  readonly consignmentId: ConsignmentId;
  readonly dispatchId: DispatchId;
  readonly documentId: DocumentId;
  readonly kind: Kind;
  readonly access: AccessMark;
  readonly documentDate: string;
  readonly from: InstitutionCode;
  readonly to: InstitutionCode;
  readonly state: ConsignmentState;
  readonly acceptedAt: string;
  readonly deliveredAt: string | null;
  readonly revision: number;
}

/** What was done about an official's place in the directory: admitted, appointed, stood in for, dismissed. */
export interface OfficialEvent {
  readonly type: 'official';
  /** Whom it is about. */
  readonly officialId: OfficialId;
  /** Where the duty is held. */
  readonly institution: InstitutionCode;
  readonly duty: Duty | null;
  /** The proposal, or the delegation, where there is one. */
  readonly reference: AppointmentId | DelegationId | null;
}

/** A command that was refused: nothing changed, but the act stands in the audit trail. */
export interface RefusedEvent {
  readonly type: 'refused';
  /** The document, the consignment or the official that it was about, where the command names one. */
  readonly subject: string | null;
  readonly code: RefusalCode;
  readonly clause: string | null;
}

/** A version of the regulation was proposed, confirmed or declined (§16.2). What it says the directory's changes tell. */
export interface RegulationEvent {
  readonly type: 'regulation';
  readonly version: number;
}

/** Sight under break-glass was asked for, confirmed, declined, ended or reviewed (§13). */
export interface BreakGlassEvent {
  readonly type: 'breakGlass';
  readonly breakGlassId: BreakGlassId;
  readonly documentId: DocumentId;
  /** Whose sight it is. */
  readonly officialId: OfficialId;
}

/** §6.7 Documents of one institution that were entered together, as one act. */
export interface ImportEvent {
  readonly type: 'import';
  readonly institution: InstitutionCode;
  /** Where they come from, in a line. */
  readonly source: string;
  readonly cards: readonly CardEvent[];
}

/** §3.14 An official had a list made into a file: it began, ended or was given up. */
export interface ExportEvent {
  readonly type: 'export';
  readonly exportId: ExportId;
  /** What was asked, as JSON: the list, its filter and order, the columns and the format. */
  readonly query: string;
  /** What came of it; nothing while it is not at its end. */
  readonly rows: number | null;
  readonly size: number | null;
  readonly sha256: string | null;
  /** Why nothing came of it. */
  readonly failure: { readonly code: RefusalCode; readonly clause: string | null } | null;
}

/** §10.1 An act of which a follower cannot read what came of it: its service speaks of what a later edition knows, or makes no sense. */
export interface UnreadEvent {
  readonly type: 'unread';
}

/** The cards that an event tells of. */
export function cardsOf(payload: EventPayload): readonly CardEvent[] {
  if (payload.type === 'import') return payload.cards;
  return payload.type === 'document' ? [payload] : [];
}

export type EventPayload =
  | CardEvent
  | ImportEvent
  | IntakeEvent
  | ConsignmentEvent
  | OfficialEvent
  | RegulationEvent
  | BreakGlassEvent
  | ExportEvent
  | RefusedEvent
  | UnreadEvent;

/** What happened, as the outbox hands it to whoever follows: at least once, in order for each document, known by its id. */
export interface ExchangeEvent {
  /** ULID; the same over all hand-overs. */
  readonly id: string;
  /** Where a follower goes on after it; grows without gaps in one service's feed. */
  readonly position: number;
  /** A moment as RFC 3339 writes it. */
  readonly at: string;
  /** The time that its service gave it, where that cannot be: `at` is then when it was heard of. */
  readonly claimedAt?: string;
  readonly act: Act;
  readonly payload: EventPayload;
}
