// Written by `npm run operations`; nobody edits it.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Who may know of a document once it is registered: every official; author and recipients; those of them with clearance. */
export type AccessMark =
  | 'PUBLIC'
  | 'INTERNAL'
  | 'RESTRICTED';

export type AccessVerdict =
  | 'ALLOWED'
  | 'REFUSED';

export type AdmitOfficialInput = {
  /** The institution's code, and a name in small letters that nobody had before: JUS:o.petrenko. */
  readonly official: string;
  /** First and family name, as it stands under signatures. */
  readonly name: string;
  readonly requestId?: string | null | undefined;
};

export type AppointmentFilter = {
  /** PENDING unless something else is asked for. */
  readonly state?: ReadonlyArray<AppointmentState> | null | undefined;
  readonly official?: string | null | undefined;
  readonly institution?: string | null | undefined;
};

export type AppointmentState =
  | 'PENDING'
  | 'CONFIRMED'
  | 'DECLINED'
  /** Nobody decided in time. */
  | 'EXPIRED';

export type ApproveDocumentInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type AskBreakGlassInput = {
  readonly documentId: string;
  /** Who is to read it, of whatever institution. */
  readonly official: string;
  /** What the emergency is: whoever confirms and whoever reviews reads it. */
  readonly reason: string;
  /** At most 24 hours ahead. */
  readonly endsAt: string;
  readonly requestId?: string | null | undefined;
};

export type AttachFileInput = {
  readonly documentId: string;
  /** SHA-256 of the file's bytes, as the upload answered it. */
  readonly sha256: string;
  /** How the document calls it, with its ending: `Annex 1.pdf`. */
  readonly name: string;
  readonly requestId?: string | null | undefined;
};

export type AttemptOutcome =
  | 'DELIVERED'
  | 'UNREACHABLE'
  | 'REJECTED'
  | 'INTERRUPTED';

export type AuditFilter = {
  readonly official?: string | null | undefined;
  readonly institution?: string | null | undefined;
  readonly act?: string | null | undefined;
  /** What it is about: a document, an export, or a version of the regulation (`EXC:regulation:2`). */
  readonly documentId?: string | null | undefined;
  readonly consignmentId?: string | null | undefined;
  readonly outcome?: ReadonlyArray<AuditOutcome> | null | undefined;
  readonly code?: string | null | undefined;
  /** As the header `x-trace-id` has it: 32 digits of small hexadecimal. */
  readonly traceId?: string | null | undefined;
  readonly place?: string | null | undefined;
  /** A sight in an emergency, by id: what was read with it, and what was decided about it. */
  readonly breakGlass?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
};

export type AuditOutcome =
  | 'OPEN'
  | 'DONE'
  | 'PARTLY'
  | 'REFUSED'
  | 'FAILED';

/** What of an operation the rules let through. */
export type AuditVerdict =
  | 'ALLOWED'
  | 'PARTLY'
  | 'REFUSED';

export type BreakGlassFilter = {
  readonly state?: ReadonlyArray<BreakGlassState> | null | undefined;
  readonly documentId?: string | null | undefined;
};

export type BreakGlassState =
  /** Waits for a second security officer of the exchange. */
  | 'ASKED'
  | 'OPEN'
  /** Its end has come, or it was ended by word; it waits for its review. */
  | 'ENDED'
  | 'REVIEWED'
  | 'DECLINED'
  /** Nobody confirmed it before its end. */
  | 'EXPIRED';

export type CancelAuditExportInput = {
  readonly exportId: string;
  readonly requestId?: string | null | undefined;
};

export type CancelDirectoryExportInput = {
  readonly exportId: string;
  readonly requestId?: string | null | undefined;
};

export type CancelExportInput = {
  readonly exportId: string;
  readonly requestId?: string | null | undefined;
};

export type CancelPerimeterExportInput = {
  readonly exportId: string;
  readonly requestId?: string | null | undefined;
};

export type ConfirmAppointmentInput = {
  readonly appointmentId: string;
  readonly requestId?: string | null | undefined;
};

export type ConfirmBreakGlassInput = {
  readonly breakGlassId: string;
  readonly requestId?: string | null | undefined;
};

export type ConfirmRegulationInput = {
  readonly version: number;
  readonly requestId?: string | null | undefined;
};

export type ConsignmentState =
  | 'ACCEPTED'
  | 'IN_TRANSIT'
  | 'DELIVERED'
  | 'REGISTERED'
  | 'REFUSED'
  | 'EXPIRED'
  | 'WITHDRAWN';

export type DeclineAppointmentInput = {
  readonly appointmentId: string;
  readonly reason: string;
  readonly requestId?: string | null | undefined;
};

export type DeclineBreakGlassInput = {
  readonly breakGlassId: string;
  readonly reason: string;
  readonly requestId?: string | null | undefined;
};

export type DeclineRegulationInput = {
  readonly version: number;
  readonly reason: string;
  readonly requestId?: string | null | undefined;
};

export type DelegateDutyInput = {
  /** Who stands in, of whatever institution. */
  readonly official: string;
  /** A duty that you hold yourself in the institution for which you act. */
  readonly duty: Duty;
  /** Left out: from now on. */
  readonly from?: string | null | undefined;
  readonly to: string;
  readonly requestId?: string | null | undefined;
};

export type DetachFileInput = {
  readonly documentId: string;
  /** How the document calls it, letter for letter. */
  readonly name: string;
  readonly requestId?: string | null | undefined;
};

export type DismissOfficialInput = {
  readonly official: string;
  readonly requestId?: string | null | undefined;
};

export type DispatchDocumentInput = {
  readonly documentId: string;
  /** Codes of the addressees, 1 to 200. */
  readonly to: ReadonlyArray<string>;
  /** When the recipients are asked to have registered it; left out: as the regulation in force says. */
  readonly registerBy?: string | null | undefined;
  /** When delivery is given up; left out: as the regulation in force says, which also bounds it. */
  readonly expiresAt?: string | null | undefined;
  /** A consignment addressed to the sender's institution that this document answers. */
  readonly inReplyTo?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

/** What becomes of a document when its retention has ended. */
export type Disposition =
  | 'DESTROY'
  | 'TRANSFER'
  | 'REVIEW';

/** By what documents are counted. YEAR (`2026`) and MONTH (`2026-03`) are those of the document's date. */
export type DocumentDimension =
  | 'INSTITUTION'
  | 'KIND'
  | 'STATUS'
  | 'ACCESS'
  | 'YEAR'
  | 'MONTH';

export type DocumentFilter = {
  /** Whose documents. */
  readonly institution?: ReadonlyArray<string> | null | undefined;
  /** Joint documents that one of these has issued, as the document's own institution or together with it. */
  readonly jointInstitution?: ReadonlyArray<string> | null | undefined;
  /** Only what several institutions have issued together; or, when false, only what one has. */
  readonly isJoint?: boolean | null | undefined;
  readonly kind?: ReadonlyArray<string> | null | undefined;
  readonly status?: ReadonlyArray<DocumentStatus> | null | undefined;
  readonly access?: ReadonlyArray<AccessMark> | null | undefined;
  readonly origin?: ReadonlyArray<DocumentOrigin> | null | undefined;
  readonly documentDateFrom?: string | null | undefined;
  readonly documentDateTo?: string | null | undefined;
  /** The outgoing number, exactly. */
  readonly outgoingNumber?: string | null | undefined;
  /** The outgoing number, or the number that its source gives an imported document, exactly. */
  readonly number?: string | null | undefined;
  /**
   * Words of title and abstract, in whatever form their language has them. `"a phrase"` is found word for word, `begin*` finds all words that begin so, and `-word`
   * leaves out what holds it. All of them have to be there.
   */
  readonly text?: string | null | undefined;
  /** The language of the words that you look for, as BCP 47 writes it; English when left out. */
  readonly language?: string | null | undefined;
};

export type DocumentOrder =
  | 'NEWEST_FIRST'
  | 'OLDEST_FIRST'
  | 'TITLE'
  /** What answers the words of `filter.text` best; words of the title weigh more. */
  | 'RELEVANCE';

/** Where a document comes from: drafted in the exchange, or entered as what its institution had filed before it took part; such a one has no register entry and no signature. */
export type DocumentOrigin =
  | 'EXCHANGE'
  | 'IMPORTED';

/** Where a document stands in its author's hands. */
export type DocumentStatus =
  | 'DRAFT'
  | 'IN_APPROVAL'
  | 'APPROVED'
  | 'RETURNED'
  | 'SIGNED'
  | 'REGISTERED'
  | 'FILED'
  | 'RETAINED'
  | 'ON_HOLD'
  | 'TRANSFERRED'
  | 'DESTROYED'
  | 'WITHDRAWN'
  | 'SUPERSEDED';

export type DraftAgencyNoticeInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly docket?: string | null | undefined;
  readonly subtype?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly commentsFrom?: string | null | undefined;
  readonly commentsUntil?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftAgencyRuleInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly docket?: string | null | undefined;
  readonly subtype?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly commentsFrom?: string | null | undefined;
  readonly commentsUntil?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftBudgetRequestInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly programme?: string | null | undefined;
  readonly fiscalYear?: number | null | undefined;
  readonly amount?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly purpose?: string | null | undefined;
  readonly justification?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftCourtRulingInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly caseNumber?: string | null | undefined;
  readonly court?: string | null | undefined;
  readonly judge?: string | null | undefined;
  readonly ruledOn?: string | null | undefined;
  readonly parties?: ReadonlyArray<string> | null | undefined;
  readonly disposition?: string | null | undefined;
  readonly appealUntil?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftEpidemicReportInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly disease?: string | null | undefined;
  readonly icdCode?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly periodFrom?: string | null | undefined;
  readonly periodTo?: string | null | undefined;
  readonly cases?: number | null | undefined;
  readonly deaths?: number | null | undefined;
  readonly measures?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftLegalOpinionInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly question?: string | null | undefined;
  readonly opinion?: string | null | undefined;
  readonly legalBasis?: ReadonlyArray<string> | null | undefined;
  readonly requestedBy?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftLicenceNoticeInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly licenceNumber?: string | null | undefined;
  readonly holder?: string | null | undefined;
  readonly activity?: string | null | undefined;
  readonly validFrom?: string | null | undefined;
  readonly validTo?: string | null | undefined;
  readonly grounds?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftOfficialLetterInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly stage?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftPaymentOrderInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly orderNumber?: string | null | undefined;
  readonly payee?: string | null | undefined;
  readonly payeeAccount?: string | null | undefined;
  readonly amount?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly purpose?: string | null | undefined;
  readonly payOn?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftPresidentialDocumentInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly docket?: string | null | undefined;
  readonly subtype?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly commentsFrom?: string | null | undefined;
  readonly commentsUntil?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type DraftProposedRuleInput = {
  readonly title: string;
  readonly access?: AccessMark | null | undefined;
  /** The date of the document; today when left out. */
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** When an answer is asked for. */
  readonly dueAt?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly docket?: string | null | undefined;
  readonly subtype?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly commentsFrom?: string | null | undefined;
  readonly commentsUntil?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type Duty =
  | 'CLERK'
  | 'REGISTRAR'
  | 'SIGNATORY'
  | 'EXECUTOR'
  | 'ARCHIVIST'
  | 'AUDITOR'
  | 'ANALYST'
  | 'OPERATOR'
  | 'SECURITY_OFFICER';

export type EndBreakGlassInput = {
  readonly breakGlassId: string;
  readonly requestId?: string | null | undefined;
};

export type EndDelegationInput = {
  readonly delegationId: string;
  readonly requestId?: string | null | undefined;
};

export type EndDutyInput = {
  readonly official: string;
  readonly duty: Duty;
  readonly requestId?: string | null | undefined;
};

/** By what a statistic is grouped. YEAR is the year of the document's date. */
export type ExchangeDimension =
  | 'SENDER'
  | 'RECIPIENT'
  | 'STATE'
  | 'DECISION'
  | 'YEAR';

export type ExchangeFilter = {
  readonly sender?: ReadonlyArray<string> | null | undefined;
  readonly recipient?: ReadonlyArray<string> | null | undefined;
  readonly state?: ReadonlyArray<ConsignmentState> | null | undefined;
  readonly kind?: ReadonlyArray<string> | null | undefined;
  /** Days of the documents' dates. */
  readonly documentDateFrom?: string | null | undefined;
  readonly documentDateTo?: string | null | undefined;
};

/** What waits for a second security officer, and what was decided, as `appointments` takes it. */
export type ExportAppointmentsInput = {
  readonly filter?: AppointmentFilter | null | undefined;
};

/** Sights in an emergency, as `breakGlasses` takes them. */
export type ExportBreakGlassesInput = {
  readonly filter?: BreakGlassFilter | null | undefined;
};

/** Duties that an official has delegated, or got by delegation, as `official(id) { delegations }` has them. */
export type ExportDelegationsInput = {
  readonly official: string;
};

/** A list of documents, as `documents` takes it. */
export type ExportDocumentsInput = {
  readonly filter?: DocumentFilter | null | undefined;
  readonly orderBy?: DocumentOrder | null | undefined;
};

/** A statistic of documents, as `documentStatistics` takes it. */
export type ExportDocumentStatisticsInput = {
  readonly filter?: DocumentFilter | null | undefined;
  readonly groupBy: ReadonlyArray<DocumentDimension>;
};

/** A statistic of consignments, as `exchangeStatistics` takes it. */
export type ExportExchangeStatisticsInput = {
  readonly filter?: ExchangeFilter | null | undefined;
  readonly groupBy: ReadonlyArray<ExchangeDimension>;
};

/** In what a file is written. In CSV a text that a spreadsheet would run as a formula has an apostrophe before it. */
export type ExportFormat =
  | 'CSV'
  | 'NDJSON'
  | 'XLSX'
  | 'PARQUET';

/** What was delivered to the institution, as `inbox` takes it. */
export type ExportInboxInput = {
  /** Of these states; of all when left out. */
  readonly state?: ReadonlyArray<ConsignmentState> | null | undefined;
};

/** The members of this circuit, as `institutions` takes them. */
export type ExportInstitutionsInput = {
  readonly filter?: InstitutionFilter | null | undefined;
};

/** Who holds a duty in an institution while the file is made, as `institution(code) { officials }` has them. */
export type ExportOfficialsInput = {
  /** Its code. */
  readonly institution: string;
};

export type ExportStatus =
  /** It was not begun yet. */
  | 'WAITING'
  /** Rows are gathered, or the file is written. */
  | 'RUNNING'
  /** The file can be fetched. */
  | 'FINISHED'
  /** There will be no file; `failure` says why. */
  | 'FAILED'
  /** Whoever began it gave it up. */
  | 'CANCELLED'
  /** It was dropped when its time was over. */
  | 'EXPIRED';

export type FileConsignmentInput = {
  readonly consignmentId: string;
  readonly caseFile: string;
  readonly requestId?: string | null | undefined;
};

export type FileDocumentInput = {
  readonly documentId: string;
  readonly caseFile: string;
  readonly requestId?: string | null | undefined;
};

export type GrantClearanceInput = {
  readonly official: string;
  readonly requestId?: string | null | undefined;
};

export type GrantDutyInput = {
  /** Of whatever institution; the duty is held in yours. */
  readonly official: string;
  readonly duty: Duty;
  /** Left out: from now on. */
  readonly from?: string | null | undefined;
  /** Left out: until it is ended. */
  readonly to?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type InstitutionFilter = {
  /** Part of the name, or the code. */
  readonly text?: string | null | undefined;
  readonly sector?: string | null | undefined;
  readonly parent?: string | null | undefined;
  readonly hosted?: boolean | null | undefined;
};

export type IssueResolutionInput = {
  readonly consignmentId: string;
  /** The official who carries it out; one of the recipient's. */
  readonly executor: string;
  readonly instruction: string;
  /** By when; left out: as the regulation in force says. */
  readonly dueAt?: string | null | undefined;
  readonly decision?: string | null | undefined;
  readonly decidedOn?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

/** A new version of the regulation. A table that is left out stays as it is in the version in force then. */
export type ProposeRegulationInput = {
  /** From when; left out: from its confirmation. */
  readonly effectiveFrom?: string | null | undefined;
  /** Why: whoever confirms reads it. */
  readonly note: string;
  readonly routes?: ReadonlyArray<RegulationRouteInput> | null | undefined;
  readonly signatories?: ReadonlyArray<RegulationSignatoriesInput> | null | undefined;
  readonly approvals?: ReadonlyArray<string> | null | undefined;
  readonly deadlines?: RegulationDeadlinesInput | null | undefined;
  readonly numbering?: ReadonlyArray<RegulationNumberingInput> | null | undefined;
  readonly retention?: ReadonlyArray<RegulationRetentionInput> | null | undefined;
  readonly requestId?: string | null | undefined;
};

/** Why a recipient does not register a consignment. */
export type RefusalReason =
  | 'WRONG_ADDRESSEE'
  | 'SIGNATURE_INVALID'
  | 'INCOMPLETE'
  | 'UNREADABLE'
  | 'DUPLICATE'
  | 'NOT_COMPETENT'
  | 'OTHER';

export type RefuseConsignmentInput = {
  readonly consignmentId: string;
  readonly reason: RefusalReason;
  readonly note?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type RegisterConsignmentInput = {
  readonly consignmentId: string;
  readonly requestId?: string | null | undefined;
};

/** The register of what goes out, or of what comes in. */
export type RegisterDirection =
  | 'OUTGOING'
  | 'INCOMING';

export type RegisterDocumentInput = {
  readonly documentId: string;
  readonly requestId?: string | null | undefined;
};

export type RegulationDeadlinesInput = {
  readonly registerDays: number;
  readonly executeDays: number;
  readonly deliveryHours: number;
  readonly longestDeliveryHours: number;
};

export type RegulationNumberingInput = {
  readonly institution?: string;
  readonly direction: RegisterDirection;
  readonly kind?: string;
  readonly pattern: string;
};

export type RegulationRetentionInput = {
  readonly kind: string;
  readonly schedule: string;
  readonly years: number;
  readonly trigger?: RetentionTrigger;
  readonly disposition: Disposition;
};

export type RegulationRouteInput = {
  readonly from: string;
  readonly to: string;
  readonly kinds: ReadonlyArray<string>;
  readonly open?: boolean;
};

export type RegulationSignatoriesInput = {
  readonly kind: string;
  readonly count: number;
};

/** Where a version of the regulation stands. One that nobody decided in time has lapsed. */
export type RegulationState =
  | 'PROPOSED'
  | 'CONFIRMED'
  | 'DECLINED'
  | 'LAPSED';

export type ReportExecutionInput = {
  readonly consignmentId: string;
  readonly report: string;
  readonly requestId?: string | null | undefined;
};

/** From when retention is counted: the registration, the filing, or the end of the year of the filing. */
export type RetentionTrigger =
  | 'REGISTERED'
  | 'FILED'
  | 'YEAR_END';

export type ReturnDocumentInput = {
  readonly documentId: string;
  /** What is to be changed. */
  readonly reason: string;
  readonly requestId?: string | null | undefined;
};

export type ReviewBreakGlassInput = {
  readonly breakGlassId: string;
  readonly finding: string;
  readonly requestId?: string | null | undefined;
};

export type ReviseAgencyNoticeInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly docket?: string | null | undefined;
  readonly subtype?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly commentsFrom?: string | null | undefined;
  readonly commentsUntil?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type ReviseAgencyRuleInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly docket?: string | null | undefined;
  readonly subtype?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly commentsFrom?: string | null | undefined;
  readonly commentsUntil?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type ReviseBudgetRequestInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly programme?: string | null | undefined;
  readonly fiscalYear?: number | null | undefined;
  readonly amount?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly purpose?: string | null | undefined;
  readonly justification?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type ReviseCourtRulingInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly caseNumber?: string | null | undefined;
  readonly court?: string | null | undefined;
  readonly judge?: string | null | undefined;
  readonly ruledOn?: string | null | undefined;
  readonly parties?: ReadonlyArray<string> | null | undefined;
  readonly disposition?: string | null | undefined;
  readonly appealUntil?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type ReviseEpidemicReportInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly disease?: string | null | undefined;
  readonly icdCode?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly periodFrom?: string | null | undefined;
  readonly periodTo?: string | null | undefined;
  readonly cases?: number | null | undefined;
  readonly deaths?: number | null | undefined;
  readonly measures?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type ReviseLegalOpinionInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly question?: string | null | undefined;
  readonly opinion?: string | null | undefined;
  readonly legalBasis?: ReadonlyArray<string> | null | undefined;
  readonly requestedBy?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type ReviseLicenceNoticeInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly licenceNumber?: string | null | undefined;
  readonly holder?: string | null | undefined;
  readonly activity?: string | null | undefined;
  readonly validFrom?: string | null | undefined;
  readonly validTo?: string | null | undefined;
  readonly grounds?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type ReviseOfficialLetterInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly stage?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type RevisePaymentOrderInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly orderNumber?: string | null | undefined;
  readonly payee?: string | null | undefined;
  readonly payeeAccount?: string | null | undefined;
  readonly amount?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly purpose?: string | null | undefined;
  readonly payOn?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type RevisePresidentialDocumentInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly docket?: string | null | undefined;
  readonly subtype?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly commentsFrom?: string | null | undefined;
  readonly commentsUntil?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type ReviseProposedRuleInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly access?: AccessMark | null | undefined;
  readonly documentDate?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly docket?: string | null | undefined;
  readonly subtype?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly commentsFrom?: string | null | undefined;
  readonly commentsUntil?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly requestId?: string | null | undefined;
};

export type SignDocumentInput = {
  readonly documentId: string;
  /** The version that was read: where the document has been changed since, it is refused. */
  readonly versionRead?: number | null | undefined;
  /** The same id from the same caller again gets the first answer; nothing is done twice. */
  readonly requestId?: string | null | undefined;
};

export type StartAuditExportInput = {
  readonly filter?: AuditFilter | null | undefined;
  /** Which columns, in this order; all of them when left out. They are called as the fields of an entry are. */
  readonly columns?: ReadonlyArray<string> | null | undefined;
  readonly format: ExportFormat;
  readonly requestId?: string | null | undefined;
};

/** What is made into a file: exactly one of `institutions`, `officials`, `delegations`, `appointments`, `breakGlasses` and `regulations`, for whoever may read that list. */
export type StartDirectoryExportInput = {
  readonly institutions?: ExportInstitutionsInput | null | undefined;
  readonly officials?: ExportOfficialsInput | null | undefined;
  readonly delegations?: ExportDelegationsInput | null | undefined;
  readonly appointments?: ExportAppointmentsInput | null | undefined;
  readonly breakGlasses?: ExportBreakGlassesInput | null | undefined;
  /** `true` for the versions of the regulation, as `regulations` lists them. */
  readonly regulations?: boolean | null | undefined;
  /** Which columns, in this order; all of them when left out. They are called as the fields are. */
  readonly columns?: ReadonlyArray<string> | null | undefined;
  readonly format: ExportFormat;
  readonly requestId?: string | null | undefined;
};

/** What is made into a file: exactly one of `documents`, `documentStatistics` and `exchangeStatistics`. */
export type StartExportInput = {
  readonly documents?: ExportDocumentsInput | null | undefined;
  readonly documentStatistics?: ExportDocumentStatisticsInput | null | undefined;
  readonly exchangeStatistics?: ExportExchangeStatisticsInput | null | undefined;
  /** Which columns, in this order; all of them when left out. They are called as the fields are; the groups of a statistic as what is grouped by, in small letters. */
  readonly columns?: ReadonlyArray<string> | null | undefined;
  readonly format: ExportFormat;
  readonly requestId?: string | null | undefined;
};

/** What is made into a file: `inbox` or `notices`, for whoever may read that list. */
export type StartPerimeterExportInput = {
  /** Whose lists they are: the institution that you act for. */
  readonly institution: string;
  readonly inbox?: ExportInboxInput | null | undefined;
  /** `true` for what the institution was told, as `notices` lists it. */
  readonly notices?: boolean | null | undefined;
  /** Which columns, in this order; all of them when left out. They are called as the fields are. */
  readonly columns?: ReadonlyArray<string> | null | undefined;
  readonly format: ExportFormat;
  readonly requestId?: string | null | undefined;
};

export type SubmitDocumentInput = {
  readonly documentId: string;
  readonly requestId?: string | null | undefined;
};

export type WithdrawClearanceInput = {
  readonly official: string;
  readonly requestId?: string | null | undefined;
};

export type WithdrawConsignmentInput = {
  readonly consignmentId: string;
  readonly reason: string;
  readonly requestId?: string | null | undefined;
};

export type WithdrawDocumentInput = {
  readonly documentId: string;
  readonly reason: string;
  readonly requestId?: string | null | undefined;
};

export type AdmitOfficialMutationVariables = Exact<{
  input: AdmitOfficialInput;
}>;


export type AdmitOfficialMutation = { readonly admitOfficial: { readonly official: { readonly id: string, readonly name: string, readonly clearance: boolean, readonly dismissedAt: string | null, readonly duties: ReadonlyArray<{ readonly duty: Duty, readonly from: string, readonly to: string | null, readonly institution: { readonly code: string }, readonly delegatedBy: { readonly id: string, readonly name: string } | null }> } | null } | null };

export type AppointmentsQueryVariables = Exact<{
  filter?: AppointmentFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AppointmentsQuery = { readonly appointments: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly duty: Duty | null, readonly clearance: boolean, readonly from: string | null, readonly to: string | null, readonly state: AppointmentState, readonly proposedAt: string, readonly decideBefore: string, readonly decidedAt: string | null, readonly note: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly institution: { readonly code: string, readonly name: string } | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null }> } | null };

export type ApproveDocumentMutationVariables = Exact<{
  input: ApproveDocumentInput;
}>;


export type ApproveDocumentMutation = { readonly approveDocument: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number, readonly approval: { readonly submittedAt: string, readonly approvedAt: string | null, readonly returnedAt: string | null, readonly returnedReason: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly approvedBy: { readonly id: string, readonly name: string } | null, readonly returnedBy: { readonly id: string, readonly name: string } | null } | null } | null } | null };

export type AskBreakGlassMutationVariables = Exact<{
  input: AskBreakGlassInput;
}>;


export type AskBreakGlassMutation = { readonly askBreakGlass: { readonly breakGlass: { readonly id: string, readonly documentId: string, readonly reason: string, readonly endsAt: string, readonly state: BreakGlassState, readonly askedAt: string, readonly confirmedAt: string | null, readonly declinedAt: string | null, readonly note: string | null, readonly endedAt: string | null, readonly reviewedAt: string | null, readonly finding: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly askedBy: { readonly id: string, readonly name: string } | null, readonly confirmedBy: { readonly id: string, readonly name: string } | null, readonly declinedBy: { readonly id: string, readonly name: string } | null, readonly endedBy: { readonly id: string, readonly name: string } | null, readonly reviewedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type AttachFileMutationVariables = Exact<{
  input: AttachFileInput;
}>;


export type AttachFileMutation = { readonly attachFile: { readonly document: { readonly id: string, readonly status: DocumentStatus } | null } | null };

export type AuditDecisionsQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditDecisionsQuery = { readonly auditEntries: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly at: string, readonly act: string, readonly outcome: AuditOutcome, readonly about: string | null, readonly aboutDuty: string | null, readonly breakGlass: ReadonlyArray<string>, readonly official: { readonly id: string, readonly name: string } | null, readonly delegatedBy: ReadonlyArray<{ readonly duty: string, readonly by: { readonly id: string, readonly name: string } | null }>, readonly decision: { readonly bundle: string, readonly verdict: AuditVerdict, readonly clause: string | null, readonly digest: string, readonly attributes: unknown, readonly refused: unknown } | null } | null }> } | null };

export type AuditEntriesQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditEntriesQuery = { readonly auditEntries: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly at: string, readonly place: string, readonly act: string, readonly outcome: AuditOutcome, readonly code: string | null, readonly clause: string | null, readonly duties: ReadonlyArray<string>, readonly documentIds: ReadonlyArray<string>, readonly consignmentId: string | null, readonly traceId: string, readonly closedAt: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly institution: { readonly code: string } | null } | null }> } | null };

export type AuditExportQueryVariables = Exact<{
  id: string;
}>;


export type AuditExportQuery = { readonly auditExport: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly columns: ReadonlyArray<string>, readonly query: string, readonly startedAt: string, readonly finishedAt: string | null, readonly expiresAt: string, readonly size: number | null, readonly sha256: string | null, readonly url: string | null, readonly progress: { readonly rows: number, readonly totalRows: number | null, readonly isGathered: boolean }, readonly failure: { readonly code: string, readonly clause: string | null, readonly message: string } | null } | null };

export type AuditExportsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditExportsQuery = { readonly auditExports: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly startedAt: string, readonly expiresAt: string, readonly size: number | null, readonly url: string | null, readonly progress: { readonly rows: number, readonly totalRows: number | null } } | null }> } | null };

export type BreakGlassesQueryVariables = Exact<{
  filter?: BreakGlassFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type BreakGlassesQuery = { readonly breakGlasses: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly documentId: string, readonly reason: string, readonly endsAt: string, readonly state: BreakGlassState, readonly askedAt: string, readonly confirmedAt: string | null, readonly declinedAt: string | null, readonly note: string | null, readonly endedAt: string | null, readonly reviewedAt: string | null, readonly finding: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly askedBy: { readonly id: string, readonly name: string } | null, readonly confirmedBy: { readonly id: string, readonly name: string } | null, readonly declinedBy: { readonly id: string, readonly name: string } | null, readonly endedBy: { readonly id: string, readonly name: string } | null, readonly reviewedBy: { readonly id: string, readonly name: string } | null } | null }> } | null };

export type CancelAuditExportMutationVariables = Exact<{
  input: CancelAuditExportInput;
}>;


export type CancelAuditExportMutation = { readonly cancelAuditExport: { readonly export: { readonly id: string, readonly status: ExportStatus } | null } | null };

export type CancelDirectoryExportMutationVariables = Exact<{
  input: CancelDirectoryExportInput;
}>;


export type CancelDirectoryExportMutation = { readonly cancelDirectoryExport: { readonly export: { readonly id: string, readonly status: ExportStatus } | null } | null };

export type CancelExportMutationVariables = Exact<{
  input: CancelExportInput;
}>;


export type CancelExportMutation = { readonly cancelExport: { readonly export: { readonly id: string, readonly status: ExportStatus } | null } | null };

export type CancelPerimeterExportMutationVariables = Exact<{
  input: CancelPerimeterExportInput;
}>;


export type CancelPerimeterExportMutation = { readonly cancelPerimeterExport: { readonly export: { readonly id: string, readonly status: ExportStatus } | null } | null };

export type ConfirmAppointmentMutationVariables = Exact<{
  input: ConfirmAppointmentInput;
}>;


export type ConfirmAppointmentMutation = { readonly confirmAppointment: { readonly appointment: { readonly id: string, readonly duty: Duty | null, readonly clearance: boolean, readonly from: string | null, readonly to: string | null, readonly state: AppointmentState, readonly proposedAt: string, readonly decideBefore: string, readonly decidedAt: string | null, readonly note: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly institution: { readonly code: string, readonly name: string } | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type ConfirmBreakGlassMutationVariables = Exact<{
  input: ConfirmBreakGlassInput;
}>;


export type ConfirmBreakGlassMutation = { readonly confirmBreakGlass: { readonly breakGlass: { readonly id: string, readonly documentId: string, readonly reason: string, readonly endsAt: string, readonly state: BreakGlassState, readonly askedAt: string, readonly confirmedAt: string | null, readonly declinedAt: string | null, readonly note: string | null, readonly endedAt: string | null, readonly reviewedAt: string | null, readonly finding: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly askedBy: { readonly id: string, readonly name: string } | null, readonly confirmedBy: { readonly id: string, readonly name: string } | null, readonly declinedBy: { readonly id: string, readonly name: string } | null, readonly endedBy: { readonly id: string, readonly name: string } | null, readonly reviewedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type ConfirmRegulationMutationVariables = Exact<{
  input: ConfirmRegulationInput;
}>;


export type ConfirmRegulationMutation = { readonly confirmRegulation: { readonly regulation: { readonly version: number, readonly state: RegulationState, readonly effectiveFrom: string | null, readonly note: string | null, readonly proposedAt: string | null, readonly endsAt: string | null, readonly decidedAt: string | null, readonly reason: string | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type ConsignmentQueryVariables = Exact<{
  id: string;
}>;


export type ConsignmentQuery = { readonly consignment: { readonly id: string, readonly state: ConsignmentState, readonly incomingNumber: string | null, readonly registeredAt: string | null, readonly caseFile: string | null, readonly filedAt: string | null, readonly acceptedAt: string, readonly expiresAt: string, readonly deliveredAt: string | null, readonly withdrawnReason: string | null, readonly refusal: { readonly reason: RefusalReason, readonly note: string | null, readonly refusedAt: string } | null, readonly from: { readonly code: string, readonly name: string }, readonly to: { readonly code: string, readonly name: string }, readonly dispatch: { readonly id: string, readonly dispatchedAt: string, readonly registerBy: string | null, readonly inReplyTo: { readonly id: string } | null }, readonly copy: { readonly documentId: string, readonly title: string, readonly abstract: string | null, readonly kind: string, readonly access: AccessMark, readonly documentDate: string, readonly outgoingNumber: string, readonly registeredAt: string, readonly content: unknown, readonly author: { readonly code: string, readonly name: string }, readonly signatures: ReadonlyArray<{ readonly name: string, readonly duty: string, readonly signedAt: string, readonly digest: string, readonly value: string, readonly official: { readonly id: string } }> } | null, readonly resolution: { readonly instruction: string, readonly dueAt: string | null, readonly decision: string | null, readonly decidedOn: string | null, readonly issuedAt: string, readonly report: string | null, readonly executedAt: string | null, readonly executor: { readonly id: string, readonly name: string }, readonly issuedBy: { readonly id: string, readonly name: string } } | null, readonly receipt: { readonly receivedAt: string, readonly digest: string, readonly jws: string, readonly institution: { readonly code: string } } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly outcome: AttemptOutcome | null, readonly endedAt: string | null }> } | null };

export type ConsignmentRetentionQueryVariables = Exact<{
  id: string;
}>;


export type ConsignmentRetentionQuery = { readonly consignment: { readonly id: string, readonly state: ConsignmentState, readonly caseFile: string | null, readonly retention: { readonly schedule: string, readonly years: number, readonly trigger: RetentionTrigger, readonly disposition: Disposition, readonly keptUntil: string, readonly regulation: number } | null } | null };

export type DeclineAppointmentMutationVariables = Exact<{
  input: DeclineAppointmentInput;
}>;


export type DeclineAppointmentMutation = { readonly declineAppointment: { readonly appointment: { readonly id: string, readonly duty: Duty | null, readonly clearance: boolean, readonly from: string | null, readonly to: string | null, readonly state: AppointmentState, readonly proposedAt: string, readonly decideBefore: string, readonly decidedAt: string | null, readonly note: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly institution: { readonly code: string, readonly name: string } | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type DeclineBreakGlassMutationVariables = Exact<{
  input: DeclineBreakGlassInput;
}>;


export type DeclineBreakGlassMutation = { readonly declineBreakGlass: { readonly breakGlass: { readonly id: string, readonly documentId: string, readonly reason: string, readonly endsAt: string, readonly state: BreakGlassState, readonly askedAt: string, readonly confirmedAt: string | null, readonly declinedAt: string | null, readonly note: string | null, readonly endedAt: string | null, readonly reviewedAt: string | null, readonly finding: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly askedBy: { readonly id: string, readonly name: string } | null, readonly confirmedBy: { readonly id: string, readonly name: string } | null, readonly declinedBy: { readonly id: string, readonly name: string } | null, readonly endedBy: { readonly id: string, readonly name: string } | null, readonly reviewedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type DeclineRegulationMutationVariables = Exact<{
  input: DeclineRegulationInput;
}>;


export type DeclineRegulationMutation = { readonly declineRegulation: { readonly regulation: { readonly version: number, readonly state: RegulationState, readonly effectiveFrom: string | null, readonly note: string | null, readonly proposedAt: string | null, readonly endsAt: string | null, readonly decidedAt: string | null, readonly reason: string | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type DelegateDutyMutationVariables = Exact<{
  input: DelegateDutyInput;
}>;


export type DelegateDutyMutation = { readonly delegateDuty: { readonly delegation: { readonly id: string, readonly duty: Duty, readonly from: string, readonly to: string, readonly inForce: boolean, readonly institution: { readonly code: string, readonly name: string } | null, readonly delegatedBy: { readonly id: string, readonly name: string } | null, readonly delegatedTo: { readonly id: string, readonly name: string } | null } | null } | null };

export type DetachFileMutationVariables = Exact<{
  input: DetachFileInput;
}>;


export type DetachFileMutation = { readonly detachFile: { readonly document: { readonly id: string, readonly status: DocumentStatus } | null } | null };

export type DirectoryExportQueryVariables = Exact<{
  id: string;
}>;


export type DirectoryExportQuery = { readonly directoryExport: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly columns: ReadonlyArray<string>, readonly query: string, readonly startedAt: string, readonly finishedAt: string | null, readonly expiresAt: string, readonly size: number | null, readonly sha256: string | null, readonly url: string | null, readonly progress: { readonly rows: number, readonly totalRows: number | null, readonly isGathered: boolean }, readonly failure: { readonly code: string, readonly clause: string | null, readonly message: string } | null } | null };

export type DirectoryExportsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DirectoryExportsQuery = { readonly directoryExports: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly startedAt: string, readonly expiresAt: string, readonly size: number | null, readonly url: string | null, readonly progress: { readonly rows: number, readonly totalRows: number | null } } | null }> } | null };

export type DismissOfficialMutationVariables = Exact<{
  input: DismissOfficialInput;
}>;


export type DismissOfficialMutation = { readonly dismissOfficial: { readonly official: { readonly id: string, readonly name: string, readonly clearance: boolean, readonly dismissedAt: string | null, readonly duties: ReadonlyArray<{ readonly duty: Duty, readonly from: string, readonly to: string | null, readonly institution: { readonly code: string }, readonly delegatedBy: { readonly id: string, readonly name: string } | null }> } | null } | null };

export type DispatchQueryVariables = Exact<{
  id: string;
}>;


export type DispatchQuery = { readonly dispatch: { readonly id: string, readonly dispatchedAt: string, readonly registerBy: string | null, readonly document: { readonly id: string, readonly title: string } | null, readonly dispatchedBy: { readonly id: string, readonly name: string }, readonly consignments: ReadonlyArray<{ readonly id: string, readonly state: ConsignmentState, readonly to: { readonly code: string, readonly name: string } }> } | null };

export type DispatchDocumentMutationVariables = Exact<{
  input: DispatchDocumentInput;
}>;


export type DispatchDocumentMutation = { readonly dispatchDocument: { readonly dispatch: { readonly id: string, readonly dispatchedAt: string, readonly consignments: ReadonlyArray<{ readonly id: string, readonly state: ConsignmentState, readonly to: { readonly code: string } }> } | null } | null };

export type DocumentQueryVariables = Exact<{
  id: string;
}>;


export type DocumentQuery = { readonly document: { readonly id: string, readonly kind: string, readonly title: string, readonly abstract: string | null, readonly status: DocumentStatus, readonly access: AccessMark, readonly documentDate: string, readonly dueAt: string | null, readonly version: number, readonly outgoingNumber: string | null, readonly registeredAt: string | null, readonly withdrawnReason: string | null, readonly caseFile: string | null, readonly institution: { readonly code: string, readonly name: string }, readonly author: { readonly id: string, readonly name: string }, readonly signatures: ReadonlyArray<{ readonly name: string, readonly duty: string, readonly signedAt: string, readonly digest: string, readonly value: string, readonly official: { readonly id: string } }>, readonly content:
      | { readonly __typename: 'AgencyNotice' }
      | { readonly __typename: 'AgencyRule' }
      | { readonly __typename: 'BudgetRequest', readonly programme: string | null, readonly fiscalYear: number | null, readonly amount: string | null, readonly currency: string | null, readonly purpose: string | null, readonly justification: string | null }
      | { readonly __typename: 'CourtRuling', readonly caseNumber: string | null, readonly court: string | null, readonly judge: string | null, readonly ruledOn: string | null, readonly parties: ReadonlyArray<string> | null, readonly disposition: string | null, readonly appealUntil: string | null }
      | { readonly __typename: 'EpidemicReport', readonly disease: string | null, readonly icdCode: string | null, readonly region: string | null, readonly periodFrom: string | null, readonly periodTo: string | null, readonly cases: number | null, readonly deaths: number | null, readonly measures: string | null }
      | { readonly __typename: 'LegalOpinion', readonly question: string | null, readonly opinion: string | null, readonly legalBasis: ReadonlyArray<string> | null, readonly requestedBy: string | null }
      | { readonly __typename: 'LicenceNotice', readonly licenceNumber: string | null, readonly holder: string | null, readonly activity: string | null, readonly validFrom: string | null, readonly validTo: string | null, readonly grounds: string | null }
      | { readonly __typename: 'OfficialLetter', readonly subject: string | null, readonly body: string | null, readonly reference: string | null, readonly stage: string | null, readonly language: string | null }
      | { readonly __typename: 'PaymentOrder', readonly orderNumber: string | null, readonly payee: string | null, readonly payeeAccount: string | null, readonly amount: string | null, readonly currency: string | null, readonly purpose: string | null, readonly payOn: string | null }
      | { readonly __typename: 'PresidentialDocument' }
      | { readonly __typename: 'ProposedRule' }
     | null } | null };

export type DocumentApprovalQueryVariables = Exact<{
  id: string;
}>;


export type DocumentApprovalQuery = { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number, readonly approval: { readonly submittedAt: string, readonly approvedAt: string | null, readonly returnedAt: string | null, readonly returnedReason: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly approvedBy: { readonly id: string, readonly name: string } | null, readonly returnedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type DocumentConsignmentsQueryVariables = Exact<{
  id: string;
}>;


export type DocumentConsignmentsQuery = { readonly document: { readonly id: string, readonly consignments: ReadonlyArray<{ readonly id: string, readonly state: ConsignmentState, readonly acceptedAt: string, readonly expiresAt: string, readonly deliveredAt: string | null, readonly incomingNumber: string | null, readonly registeredAt: string | null, readonly to: { readonly code: string, readonly name: string }, readonly refusal: { readonly reason: RefusalReason, readonly note: string | null } | null, readonly receipt: { readonly receivedAt: string, readonly digest: string, readonly jws: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly outcome: AttemptOutcome | null, readonly endedAt: string | null }> }> | null } | null };

export type DocumentFilesQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DocumentFilesQuery = { readonly document: { readonly id: string, readonly files: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly name: string, readonly sha256: string, readonly size: number, readonly mediaType: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type DocumentHistoryQueryVariables = Exact<{
  id: string;
  last?: number | null | undefined;
}>;


export type DocumentHistoryQuery = { readonly document: { readonly id: string, readonly auditEntries: ReadonlyArray<{ readonly id: string, readonly at: string, readonly place: string, readonly act: string, readonly outcome: AuditOutcome, readonly code: string | null, readonly clause: string | null, readonly traceId: string, readonly official: { readonly id: string, readonly name: string } | null, readonly institution: { readonly code: string } | null }> | null } | null };

export type DocumentRetentionQueryVariables = Exact<{
  id: string;
}>;


export type DocumentRetentionQuery = { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly caseFile: string | null, readonly retention: { readonly schedule: string, readonly years: number, readonly trigger: RetentionTrigger, readonly disposition: Disposition, readonly keptUntil: string, readonly regulation: number } | null } | null };

export type DocumentStatisticsQueryVariables = Exact<{
  filter?: DocumentFilter | null | undefined;
  groupBy: ReadonlyArray<DocumentDimension>;
}>;


export type DocumentStatisticsQuery = { readonly documentStatistics: ReadonlyArray<{ readonly keys: ReadonlyArray<string>, readonly count: number }> | null };

export type DocumentsQueryVariables = Exact<{
  filter?: DocumentFilter | null | undefined;
  orderBy?: DocumentOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DocumentsQuery = { readonly documents: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: string, readonly title: string, readonly abstract: string | null, readonly status: DocumentStatus, readonly access: AccessMark, readonly documentDate: string, readonly dueAt: string | null, readonly version: number, readonly outgoingNumber: string | null, readonly registeredAt: string | null, readonly institution: { readonly code: string, readonly name: string }, readonly author: { readonly id: string, readonly name: string } } | null }> } | null };

export type DraftAgencyNoticeMutationVariables = Exact<{
  input: DraftAgencyNoticeInput;
}>;


export type DraftAgencyNoticeMutation = { readonly draftAgencyNotice: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftAgencyRuleMutationVariables = Exact<{
  input: DraftAgencyRuleInput;
}>;


export type DraftAgencyRuleMutation = { readonly draftAgencyRule: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftBudgetRequestMutationVariables = Exact<{
  input: DraftBudgetRequestInput;
}>;


export type DraftBudgetRequestMutation = { readonly draftBudgetRequest: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftCourtRulingMutationVariables = Exact<{
  input: DraftCourtRulingInput;
}>;


export type DraftCourtRulingMutation = { readonly draftCourtRuling: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftEpidemicReportMutationVariables = Exact<{
  input: DraftEpidemicReportInput;
}>;


export type DraftEpidemicReportMutation = { readonly draftEpidemicReport: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftLegalOpinionMutationVariables = Exact<{
  input: DraftLegalOpinionInput;
}>;


export type DraftLegalOpinionMutation = { readonly draftLegalOpinion: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftLicenceNoticeMutationVariables = Exact<{
  input: DraftLicenceNoticeInput;
}>;


export type DraftLicenceNoticeMutation = { readonly draftLicenceNotice: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftOfficialLetterMutationVariables = Exact<{
  input: DraftOfficialLetterInput;
}>;


export type DraftOfficialLetterMutation = { readonly draftOfficialLetter: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftPaymentOrderMutationVariables = Exact<{
  input: DraftPaymentOrderInput;
}>;


export type DraftPaymentOrderMutation = { readonly draftPaymentOrder: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftPresidentialDocumentMutationVariables = Exact<{
  input: DraftPresidentialDocumentInput;
}>;


export type DraftPresidentialDocumentMutation = { readonly draftPresidentialDocument: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type DraftProposedRuleMutationVariables = Exact<{
  input: DraftProposedRuleInput;
}>;


export type DraftProposedRuleMutation = { readonly draftProposedRule: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type EndBreakGlassMutationVariables = Exact<{
  input: EndBreakGlassInput;
}>;


export type EndBreakGlassMutation = { readonly endBreakGlass: { readonly breakGlass: { readonly id: string, readonly documentId: string, readonly reason: string, readonly endsAt: string, readonly state: BreakGlassState, readonly askedAt: string, readonly confirmedAt: string | null, readonly declinedAt: string | null, readonly note: string | null, readonly endedAt: string | null, readonly reviewedAt: string | null, readonly finding: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly askedBy: { readonly id: string, readonly name: string } | null, readonly confirmedBy: { readonly id: string, readonly name: string } | null, readonly declinedBy: { readonly id: string, readonly name: string } | null, readonly endedBy: { readonly id: string, readonly name: string } | null, readonly reviewedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type EndDelegationMutationVariables = Exact<{
  input: EndDelegationInput;
}>;


export type EndDelegationMutation = { readonly endDelegation: { readonly delegation: { readonly id: string, readonly duty: Duty, readonly from: string, readonly to: string, readonly inForce: boolean, readonly institution: { readonly code: string, readonly name: string } | null, readonly delegatedBy: { readonly id: string, readonly name: string } | null, readonly delegatedTo: { readonly id: string, readonly name: string } | null } | null } | null };

export type EndDutyMutationVariables = Exact<{
  input: EndDutyInput;
}>;


export type EndDutyMutation = { readonly endDuty: { readonly official: { readonly id: string, readonly name: string, readonly clearance: boolean, readonly dismissedAt: string | null, readonly duties: ReadonlyArray<{ readonly duty: Duty, readonly from: string, readonly to: string | null, readonly institution: { readonly code: string }, readonly delegatedBy: { readonly id: string, readonly name: string } | null }> } | null } | null };

export type ExchangeStatisticsQueryVariables = Exact<{
  filter?: ExchangeFilter | null | undefined;
  groupBy: ReadonlyArray<ExchangeDimension>;
}>;


export type ExchangeStatisticsQuery = { readonly exchangeStatistics: ReadonlyArray<{ readonly keys: ReadonlyArray<string | null>, readonly count: number, readonly medianHoursToRegister: number | null, readonly medianDaysToDecision: number | null }> | null };

export type ExplainAccessQueryVariables = Exact<{
  documentId: string;
  official: string;
  operation: string;
  actingFor?: string | null | undefined;
}>;


export type ExplainAccessQuery = { readonly explainAccess: { readonly verdict: AccessVerdict, readonly code: string | null, readonly operation: string, readonly official: { readonly id: string, readonly name: string } | null, readonly actingFor: { readonly code: string, readonly name: string } | null, readonly clauses: ReadonlyArray<{ readonly clause: string, readonly says: string, readonly holds: boolean }>, readonly facts: ReadonlyArray<{ readonly name: string, readonly value: string }> } | null };

export type ExportQueryVariables = Exact<{
  id: string;
}>;


export type ExportQuery = { readonly export: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly columns: ReadonlyArray<string>, readonly query: string, readonly startedAt: string, readonly finishedAt: string | null, readonly expiresAt: string, readonly size: number | null, readonly sha256: string | null, readonly url: string | null, readonly progress: { readonly rows: number, readonly totalRows: number | null, readonly isGathered: boolean }, readonly failure: { readonly code: string, readonly clause: string | null, readonly message: string } | null } | null };

export type ExportsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ExportsQuery = { readonly exports: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly startedAt: string, readonly expiresAt: string, readonly size: number | null, readonly url: string | null, readonly progress: { readonly rows: number, readonly totalRows: number | null } } | null }> } | null };

export type FileConsignmentMutationVariables = Exact<{
  input: FileConsignmentInput;
}>;


export type FileConsignmentMutation = { readonly fileConsignment: { readonly consignment: { readonly id: string, readonly state: ConsignmentState, readonly incomingNumber: string | null, readonly registeredAt: string | null, readonly caseFile: string | null, readonly filedAt: string | null, readonly refusal: { readonly reason: RefusalReason, readonly note: string | null, readonly refusedAt: string } | null } | null } | null };

export type FileDocumentMutationVariables = Exact<{
  input: FileDocumentInput;
}>;


export type FileDocumentMutation = { readonly fileDocument: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly caseFile: string | null } | null } | null };

export type GrantClearanceMutationVariables = Exact<{
  input: GrantClearanceInput;
}>;


export type GrantClearanceMutation = { readonly grantClearance: { readonly appointment: { readonly id: string, readonly duty: Duty | null, readonly clearance: boolean, readonly from: string | null, readonly to: string | null, readonly state: AppointmentState, readonly proposedAt: string, readonly decideBefore: string, readonly decidedAt: string | null, readonly note: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly institution: { readonly code: string, readonly name: string } | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type GrantDutyMutationVariables = Exact<{
  input: GrantDutyInput;
}>;


export type GrantDutyMutation = { readonly grantDuty: { readonly official: { readonly id: string, readonly name: string, readonly clearance: boolean, readonly dismissedAt: string | null, readonly duties: ReadonlyArray<{ readonly duty: Duty, readonly from: string, readonly to: string | null, readonly institution: { readonly code: string }, readonly delegatedBy: { readonly id: string, readonly name: string } | null }> } | null, readonly appointment: { readonly id: string, readonly duty: Duty | null, readonly clearance: boolean, readonly from: string | null, readonly to: string | null, readonly state: AppointmentState, readonly proposedAt: string, readonly decideBefore: string, readonly decidedAt: string | null, readonly note: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly institution: { readonly code: string, readonly name: string } | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type InboxQueryVariables = Exact<{
  institution: string;
  state?: ReadonlyArray<ConsignmentState> | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type InboxQuery = { readonly inbox: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: ConsignmentState, readonly incomingNumber: string | null, readonly registeredAt: string | null, readonly caseFile: string | null, readonly filedAt: string | null, readonly refusal: { readonly reason: RefusalReason, readonly note: string | null, readonly refusedAt: string } | null, readonly copy: { readonly documentId: string, readonly title: string, readonly kind: string, readonly outgoingNumber: string, readonly documentDate: string, readonly author: { readonly code: string, readonly name: string } } | null } | null }> } | null };

export type InstitutionQueryVariables = Exact<{
  code: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type InstitutionQuery = { readonly institution: { readonly code: string, readonly name: string, readonly sector: string, readonly hosted: boolean, readonly parent: { readonly code: string, readonly name: string } | null, readonly officials: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly duties: ReadonlyArray<{ readonly duty: Duty, readonly from: string, readonly to: string | null }> } | null }> } | null } | null };

export type InstitutionsQueryVariables = Exact<{
  filter?: InstitutionFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type InstitutionsQuery = { readonly institutions: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly sector: string, readonly hosted: boolean, readonly parent: { readonly code: string, readonly name: string } | null } | null }> } | null };

export type IssueResolutionMutationVariables = Exact<{
  input: IssueResolutionInput;
}>;


export type IssueResolutionMutation = { readonly issueResolution: { readonly consignment: { readonly id: string, readonly resolution: { readonly instruction: string, readonly dueAt: string | null, readonly decision: string | null, readonly decidedOn: string | null, readonly issuedAt: string, readonly report: string | null, readonly executedAt: string | null, readonly executor: { readonly id: string, readonly name: string }, readonly issuedBy: { readonly id: string, readonly name: string } } | null } | null } | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly id: string, readonly name: string, readonly clearance: boolean, readonly institution: { readonly code: string, readonly name: string }, readonly duties: ReadonlyArray<{ readonly duty: Duty, readonly from: string, readonly to: string | null, readonly institution: { readonly code: string, readonly name: string } }> } | null };

export type NoticesQueryVariables = Exact<{
  institution: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NoticesQuery = { readonly notices: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly at: string, readonly text: string, readonly state: ConsignmentState | null, readonly consignment: { readonly id: string } | null, readonly document: { readonly id: string } | null } | null }> } | null };

export type OfficialQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OfficialQuery = { readonly official: { readonly id: string, readonly name: string, readonly clearance: boolean, readonly dismissedAt: string | null, readonly institution: { readonly code: string, readonly name: string }, readonly duties: ReadonlyArray<{ readonly duty: Duty, readonly from: string, readonly to: string | null, readonly institution: { readonly code: string }, readonly delegatedBy: { readonly id: string, readonly name: string } | null }>, readonly delegations: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly duty: Duty, readonly from: string, readonly to: string, readonly inForce: boolean, readonly institution: { readonly code: string, readonly name: string } | null, readonly delegatedBy: { readonly id: string, readonly name: string } | null, readonly delegatedTo: { readonly id: string, readonly name: string } | null } | null }> } | null } | null };

export type PerimeterExportQueryVariables = Exact<{
  id: string;
}>;


export type PerimeterExportQuery = { readonly perimeterExport: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly columns: ReadonlyArray<string>, readonly query: string, readonly startedAt: string, readonly finishedAt: string | null, readonly expiresAt: string, readonly size: number | null, readonly sha256: string | null, readonly url: string | null, readonly progress: { readonly rows: number, readonly totalRows: number | null, readonly isGathered: boolean }, readonly failure: { readonly code: string, readonly clause: string | null, readonly message: string } | null } | null };

export type PerimeterExportsQueryVariables = Exact<{
  institution: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type PerimeterExportsQuery = { readonly perimeterExports: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly startedAt: string, readonly expiresAt: string, readonly size: number | null, readonly url: string | null, readonly progress: { readonly rows: number, readonly totalRows: number | null } } | null }> } | null };

export type ProposeRegulationMutationVariables = Exact<{
  input: ProposeRegulationInput;
}>;


export type ProposeRegulationMutation = { readonly proposeRegulation: { readonly regulation: { readonly version: number, readonly state: RegulationState, readonly effectiveFrom: string | null, readonly note: string | null, readonly proposedAt: string | null, readonly endsAt: string | null, readonly decidedAt: string | null, readonly reason: string | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type RefuseConsignmentMutationVariables = Exact<{
  input: RefuseConsignmentInput;
}>;


export type RefuseConsignmentMutation = { readonly refuseConsignment: { readonly consignment: { readonly id: string, readonly state: ConsignmentState, readonly incomingNumber: string | null, readonly registeredAt: string | null, readonly caseFile: string | null, readonly filedAt: string | null, readonly refusal: { readonly reason: RefusalReason, readonly note: string | null, readonly refusedAt: string } | null } | null } | null };

export type RegisterConsignmentMutationVariables = Exact<{
  input: RegisterConsignmentInput;
}>;


export type RegisterConsignmentMutation = { readonly registerConsignment: { readonly incomingNumber: string | null, readonly consignment: { readonly id: string, readonly state: ConsignmentState, readonly incomingNumber: string | null, readonly registeredAt: string | null, readonly caseFile: string | null, readonly filedAt: string | null, readonly refusal: { readonly reason: RefusalReason, readonly note: string | null, readonly refusedAt: string } | null } | null } | null };

export type RegisterDocumentMutationVariables = Exact<{
  input: RegisterDocumentInput;
}>;


export type RegisterDocumentMutation = { readonly registerDocument: { readonly outgoingNumber: string | null, readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number, readonly outgoingNumber: string | null, readonly registeredAt: string | null } | null } | null };

export type RegulationQueryVariables = Exact<{
  at?: string | null | undefined;
  version?: number | null | undefined;
}>;


export type RegulationQuery = { readonly regulation: { readonly version: number, readonly state: RegulationState, readonly effectiveFrom: string | null, readonly note: string | null, readonly proposedAt: string | null, readonly endsAt: string | null, readonly decidedAt: string | null, readonly reason: string | null, readonly approvals: ReadonlyArray<string>, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null, readonly routes: ReadonlyArray<{ readonly from: string, readonly to: string, readonly kinds: ReadonlyArray<string>, readonly open: boolean }>, readonly signatories: ReadonlyArray<{ readonly kind: string, readonly count: number }>, readonly deadlines: { readonly registerDays: number, readonly executeDays: number, readonly deliveryHours: number, readonly longestDeliveryHours: number }, readonly numbering: ReadonlyArray<{ readonly institution: string, readonly direction: RegisterDirection, readonly kind: string, readonly pattern: string }>, readonly retention: ReadonlyArray<{ readonly kind: string, readonly schedule: string, readonly years: number, readonly trigger: RetentionTrigger, readonly disposition: Disposition }> } | null };

export type RegulationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RegulationsQuery = { readonly regulations: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly version: number, readonly state: RegulationState, readonly effectiveFrom: string | null, readonly note: string | null, readonly proposedAt: string | null, readonly endsAt: string | null, readonly decidedAt: string | null, readonly reason: string | null, readonly proposedBy: { readonly id: string, readonly name: string } | null, readonly decidedBy: { readonly id: string, readonly name: string } | null } | null }> } | null };

export type ReportExecutionMutationVariables = Exact<{
  input: ReportExecutionInput;
}>;


export type ReportExecutionMutation = { readonly reportExecution: { readonly consignment: { readonly id: string, readonly resolution: { readonly instruction: string, readonly dueAt: string | null, readonly decision: string | null, readonly decidedOn: string | null, readonly issuedAt: string, readonly report: string | null, readonly executedAt: string | null, readonly executor: { readonly id: string, readonly name: string }, readonly issuedBy: { readonly id: string, readonly name: string } } | null } | null } | null };

export type ReturnDocumentMutationVariables = Exact<{
  input: ReturnDocumentInput;
}>;


export type ReturnDocumentMutation = { readonly returnDocument: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number, readonly approval: { readonly submittedAt: string, readonly approvedAt: string | null, readonly returnedAt: string | null, readonly returnedReason: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly approvedBy: { readonly id: string, readonly name: string } | null, readonly returnedBy: { readonly id: string, readonly name: string } | null } | null } | null } | null };

export type ReviewBreakGlassMutationVariables = Exact<{
  input: ReviewBreakGlassInput;
}>;


export type ReviewBreakGlassMutation = { readonly reviewBreakGlass: { readonly breakGlass: { readonly id: string, readonly documentId: string, readonly reason: string, readonly endsAt: string, readonly state: BreakGlassState, readonly askedAt: string, readonly confirmedAt: string | null, readonly declinedAt: string | null, readonly note: string | null, readonly endedAt: string | null, readonly reviewedAt: string | null, readonly finding: string | null, readonly official: { readonly id: string, readonly name: string } | null, readonly askedBy: { readonly id: string, readonly name: string } | null, readonly confirmedBy: { readonly id: string, readonly name: string } | null, readonly declinedBy: { readonly id: string, readonly name: string } | null, readonly endedBy: { readonly id: string, readonly name: string } | null, readonly reviewedBy: { readonly id: string, readonly name: string } | null } | null } | null };

export type ReviseAgencyNoticeMutationVariables = Exact<{
  input: ReviseAgencyNoticeInput;
}>;


export type ReviseAgencyNoticeMutation = { readonly reviseAgencyNotice: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type ReviseAgencyRuleMutationVariables = Exact<{
  input: ReviseAgencyRuleInput;
}>;


export type ReviseAgencyRuleMutation = { readonly reviseAgencyRule: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type ReviseBudgetRequestMutationVariables = Exact<{
  input: ReviseBudgetRequestInput;
}>;


export type ReviseBudgetRequestMutation = { readonly reviseBudgetRequest: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type ReviseCourtRulingMutationVariables = Exact<{
  input: ReviseCourtRulingInput;
}>;


export type ReviseCourtRulingMutation = { readonly reviseCourtRuling: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type ReviseEpidemicReportMutationVariables = Exact<{
  input: ReviseEpidemicReportInput;
}>;


export type ReviseEpidemicReportMutation = { readonly reviseEpidemicReport: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type ReviseLegalOpinionMutationVariables = Exact<{
  input: ReviseLegalOpinionInput;
}>;


export type ReviseLegalOpinionMutation = { readonly reviseLegalOpinion: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type ReviseLicenceNoticeMutationVariables = Exact<{
  input: ReviseLicenceNoticeInput;
}>;


export type ReviseLicenceNoticeMutation = { readonly reviseLicenceNotice: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type ReviseOfficialLetterMutationVariables = Exact<{
  input: ReviseOfficialLetterInput;
}>;


export type ReviseOfficialLetterMutation = { readonly reviseOfficialLetter: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type RevisePaymentOrderMutationVariables = Exact<{
  input: RevisePaymentOrderInput;
}>;


export type RevisePaymentOrderMutation = { readonly revisePaymentOrder: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type RevisePresidentialDocumentMutationVariables = Exact<{
  input: RevisePresidentialDocumentInput;
}>;


export type RevisePresidentialDocumentMutation = { readonly revisePresidentialDocument: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type ReviseProposedRuleMutationVariables = Exact<{
  input: ReviseProposedRuleInput;
}>;


export type ReviseProposedRuleMutation = { readonly reviseProposedRule: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number } | null } | null };

export type SearchDocumentsQueryVariables = Exact<{
  filter: DocumentFilter;
  orderBy?: DocumentOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchDocumentsQuery = { readonly documents: { readonly totalCount: number, readonly suggestion: string | null, readonly facets: ReadonlyArray<{ readonly dimension: DocumentDimension, readonly values: ReadonlyArray<{ readonly key: string, readonly count: number }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: string, readonly title: string, readonly status: DocumentStatus, readonly access: AccessMark, readonly documentDate: string, readonly origin: DocumentOrigin, readonly outgoingNumber: string | null, readonly declaredNumber: string | null, readonly institution: { readonly code: string, readonly name: string }, readonly jointInstitutions: ReadonlyArray<{ readonly code: string, readonly name: string }> } | null }> } | null };

export type SignDocumentMutationVariables = Exact<{
  input: SignDocumentInput;
}>;


export type SignDocumentMutation = { readonly signDocument: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly signatures: ReadonlyArray<{ readonly name: string, readonly signedAt: string }> } | null } | null };

export type StartAuditExportMutationVariables = Exact<{
  input: StartAuditExportInput;
}>;


export type StartAuditExportMutation = { readonly startAuditExport: { readonly export: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly columns: ReadonlyArray<string>, readonly expiresAt: string } | null } | null };

export type StartDirectoryExportMutationVariables = Exact<{
  input: StartDirectoryExportInput;
}>;


export type StartDirectoryExportMutation = { readonly startDirectoryExport: { readonly export: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly columns: ReadonlyArray<string>, readonly expiresAt: string } | null } | null };

export type StartExportMutationVariables = Exact<{
  input: StartExportInput;
}>;


export type StartExportMutation = { readonly startExport: { readonly export: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly columns: ReadonlyArray<string>, readonly expiresAt: string } | null } | null };

export type StartPerimeterExportMutationVariables = Exact<{
  input: StartPerimeterExportInput;
}>;


export type StartPerimeterExportMutation = { readonly startPerimeterExport: { readonly export: { readonly id: string, readonly list: string, readonly format: ExportFormat, readonly status: ExportStatus, readonly columns: ReadonlyArray<string>, readonly expiresAt: string } | null } | null };

export type SubmitDocumentMutationVariables = Exact<{
  input: SubmitDocumentInput;
}>;


export type SubmitDocumentMutation = { readonly submitDocument: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly version: number, readonly approval: { readonly submittedAt: string, readonly approvedAt: string | null, readonly returnedAt: string | null, readonly returnedReason: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly approvedBy: { readonly id: string, readonly name: string } | null, readonly returnedBy: { readonly id: string, readonly name: string } | null } | null } | null } | null };

export type WithdrawClearanceMutationVariables = Exact<{
  input: WithdrawClearanceInput;
}>;


export type WithdrawClearanceMutation = { readonly withdrawClearance: { readonly official: { readonly id: string, readonly name: string, readonly clearance: boolean, readonly dismissedAt: string | null, readonly duties: ReadonlyArray<{ readonly duty: Duty, readonly from: string, readonly to: string | null, readonly institution: { readonly code: string }, readonly delegatedBy: { readonly id: string, readonly name: string } | null }> } | null } | null };

export type WithdrawConsignmentMutationVariables = Exact<{
  input: WithdrawConsignmentInput;
}>;


export type WithdrawConsignmentMutation = { readonly withdrawConsignment: { readonly consignment: { readonly id: string, readonly state: ConsignmentState, readonly withdrawnReason: string | null } | null } | null };

export type WithdrawDocumentMutationVariables = Exact<{
  input: WithdrawDocumentInput;
}>;


export type WithdrawDocumentMutation = { readonly withdrawDocument: { readonly document: { readonly id: string, readonly status: DocumentStatus, readonly withdrawnReason: string | null } | null } | null };
