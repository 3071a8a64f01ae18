/** What front ends and acceptance checks rely on: it may grow, and nothing of it may change. Written down from what was promised, not generated. */
export const promised = `
scalar DateTime
scalar Date

type Query {
  me: Official
  institution(code: ID!): Institution
  official(id: ID!): Official
  appointments(filter: AppointmentFilter, first: Int = 20, after: String): AppointmentConnection
  institutions(filter: InstitutionFilter, first: Int = 20, after: String): InstitutionConnection
  document(id: ID!): Document
  documents(filter: DocumentFilter, orderBy: DocumentOrder, first: Int = 20, after: String): DocumentConnection
  inbox(institution: ID!, state: [ConsignmentState!], first: Int = 20, after: String): ConsignmentConnection
  consignment(id: ID!): Consignment
  documentStatistics(filter: DocumentFilter, groupBy: [DocumentDimension!]!): [DocumentStatistic!]
  exchangeStatistics(filter: ExchangeFilter, groupBy: [ExchangeDimension!]!): [ExchangeStatistic!]
  auditEntries(filter: AuditFilter, first: Int = 20, after: String): AuditEntryConnection
}

type Mutation {
  signDocument(input: SignDocumentInput!): SignDocumentPayload
  registerDocument(input: RegisterDocumentInput!): RegisterDocumentPayload
  withdrawDocument(input: WithdrawDocumentInput!): WithdrawDocumentPayload
  dispatchDocument(input: DispatchDocumentInput!): DispatchDocumentPayload
  withdrawConsignment(input: WithdrawConsignmentInput!): WithdrawConsignmentPayload
  registerConsignment(input: RegisterConsignmentInput!): RegisterConsignmentPayload
  refuseConsignment(input: RefuseConsignmentInput!): RefuseConsignmentPayload
  issueResolution(input: IssueResolutionInput!): IssueResolutionPayload
  reportExecution(input: ReportExecutionInput!): ReportExecutionPayload
  fileDocument(input: FileDocumentInput!): FileDocumentPayload
  fileConsignment(input: FileConsignmentInput!): FileConsignmentPayload
  admitOfficial(input: AdmitOfficialInput!): AdmitOfficialPayload
  dismissOfficial(input: DismissOfficialInput!): DismissOfficialPayload
  grantDuty(input: GrantDutyInput!): GrantDutyPayload
  endDuty(input: EndDutyInput!): EndDutyPayload
  grantClearance(input: GrantClearanceInput!): GrantClearancePayload
  withdrawClearance(input: WithdrawClearanceInput!): WithdrawClearancePayload
  confirmAppointment(input: ConfirmAppointmentInput!): ConfirmAppointmentPayload
  declineAppointment(input: DeclineAppointmentInput!): DeclineAppointmentPayload
  delegateDuty(input: DelegateDutyInput!): DelegateDutyPayload
  endDelegation(input: EndDelegationInput!): EndDelegationPayload
}

input SignDocumentInput { documentId: ID! requestId: ID }
type SignDocumentPayload { document: Document }
input RegisterDocumentInput { documentId: ID! requestId: ID }
type RegisterDocumentPayload { document: Document outgoingNumber: String }
input WithdrawDocumentInput { documentId: ID! reason: String! requestId: ID }
type WithdrawDocumentPayload { document: Document }
input DispatchDocumentInput { documentId: ID! to: [ID!]! registerBy: DateTime expiresAt: DateTime inReplyTo: ID requestId: ID }
type DispatchDocumentPayload { dispatch: Dispatch }
input WithdrawConsignmentInput { consignmentId: ID! reason: String! requestId: ID }
type WithdrawConsignmentPayload { consignment: Consignment }
input RegisterConsignmentInput { consignmentId: ID! requestId: ID }
type RegisterConsignmentPayload { consignment: Consignment incomingNumber: String }
input RefuseConsignmentInput { consignmentId: ID! reason: RefusalReason! note: String requestId: ID }
type RefuseConsignmentPayload { consignment: Consignment }
input IssueResolutionInput {
  consignmentId: ID! executor: ID! instruction: String! dueAt: DateTime decision: String decidedOn: Date requestId: ID
}
type IssueResolutionPayload { consignment: Consignment }
input ReportExecutionInput { consignmentId: ID! report: String! requestId: ID }
type ReportExecutionPayload { consignment: Consignment }
input FileDocumentInput { documentId: ID! caseFile: String! requestId: ID }
type FileDocumentPayload { document: Document }
input FileConsignmentInput { consignmentId: ID! caseFile: String! requestId: ID }
type FileConsignmentPayload { consignment: Consignment }
input AdmitOfficialInput { official: ID! name: String! requestId: ID }
type AdmitOfficialPayload { official: Official }
input DismissOfficialInput { official: ID! requestId: ID }
type DismissOfficialPayload { official: Official }
input GrantDutyInput { official: ID! duty: Duty! from: DateTime to: DateTime requestId: ID }
type GrantDutyPayload { official: Official appointment: Appointment }
input EndDutyInput { official: ID! duty: Duty! requestId: ID }
type EndDutyPayload { official: Official }
input GrantClearanceInput { official: ID! requestId: ID }
type GrantClearancePayload { appointment: Appointment }
input WithdrawClearanceInput { official: ID! requestId: ID }
type WithdrawClearancePayload { official: Official }
input ConfirmAppointmentInput { appointmentId: ID! requestId: ID }
type ConfirmAppointmentPayload { appointment: Appointment }
input DeclineAppointmentInput { appointmentId: ID! reason: String! requestId: ID }
type DeclineAppointmentPayload { appointment: Appointment }
input DelegateDutyInput { official: ID! duty: Duty! from: DateTime to: DateTime! requestId: ID }
type DelegateDutyPayload { delegation: Delegation }
input EndDelegationInput { delegationId: ID! requestId: ID }
type EndDelegationPayload { delegation: Delegation }

type HeldDuty { duty: Duty! institution: Institution! from: DateTime! to: DateTime delegatedBy: Official }
type Delegation {
  id: ID! duty: Duty! institution: Institution from: DateTime! to: DateTime! delegatedBy: Official delegatedTo: Official inForce: Boolean!
}
type Appointment {
  id: ID! official: Official institution: Institution duty: Duty clearance: Boolean! from: DateTime to: DateTime state: AppointmentState!
  proposedBy: Official proposedAt: DateTime! decideBefore: DateTime! decidedBy: Official decidedAt: DateTime note: String
}

type Document {
  id: ID!
  institution: Institution!
  kind: String!
  title: String!
  status: DocumentStatus!
  access: AccessMark!
  documentDate: Date!
  author: Official!
  outgoingNumber: String
  origin: DocumentOrigin!
  declaredNumber: String
  jointInstitutions: [Institution!]!
  registeredAt: DateTime
  dueAt: DateTime
  signatures: [Signature!]!
  content: Content
  consignments: [Consignment!]
  auditEntries(last: Int = 50): [AuditEntry!]
}

type Consignment {
  id: ID!
  dispatch: Dispatch!
  document: Document
  from: Institution!
  to: Institution!
  state: ConsignmentState!
  attempts: [DeliveryAttempt!]!
  receipt: Receipt
  incomingNumber: String
  registeredAt: DateTime
  resolution: Resolution
  copy: ConsignmentCopy
  deliveredAt: DateTime
  expiresAt: DateTime!
}
type Receipt { institution: Institution! receivedAt: DateTime! digest: String! jws: String! }
type Resolution {
  executor: Official! instruction: String! dueAt: DateTime decision: String decidedOn: Date report: String executedAt: DateTime
}
type Signature { official: Official! name: String! duty: String! signedAt: DateTime! digest: String! value: String! }
type AuditEntry {
  id: ID! at: DateTime! act: String! official: Official institution: Institution duties: [String!]!
  outcome: AuditOutcome! code: String clause: String traceId: String! delegatedBy: [DelegatedDuty!]! about: ID aboutDuty: String
}
type DelegatedDuty { duty: String! by: Official }
type Official {
  id: ID! name: String! institution: Institution! clearance: Boolean! duties: [HeldDuty!]! dismissedAt: DateTime
  delegations(first: Int = 20, after: String): DelegationConnection
}
type DeliveryAttempt { number: Int! startedAt: DateTime! outcome: AttemptOutcome }
type ConsignmentCopy { title: String! kind: String! author: Institution! documentDate: Date! outgoingNumber: String! signatures: [Signature!]! }
type Dispatch { id: ID! consignments: [Consignment!]! }
type Institution { code: ID! name: String! parent: Institution sector: String! }
type ExchangeStatistic { keys: [String]! count: Int! medianHoursToRegister: Float medianDaysToDecision: Float }

type DocumentConnection { edges: [DocumentEdge!]! pageInfo: PageInfo! totalCount: Int! facets(of: [DocumentDimension!]!, first: Int): [DocumentFacet!]! suggestion: String }
type DocumentFacet { dimension: DocumentDimension! values: [FacetValue!]! }
type FacetValue { key: String! count: Int! }
type DocumentStatistic { keys: [String!]! count: Int! }
type DocumentEdge { cursor: String! node: Document }
type ConsignmentConnection { edges: [ConsignmentEdge!]! pageInfo: PageInfo! totalCount: Int! }
type ConsignmentEdge { cursor: String! node: Consignment }
type InstitutionConnection { edges: [InstitutionEdge!]! pageInfo: PageInfo! totalCount: Int! }
type InstitutionEdge { cursor: String! node: Institution }
type AuditEntryConnection { edges: [AuditEntryEdge!]! pageInfo: PageInfo! totalCount: Int! }
type AppointmentConnection { edges: [AppointmentEdge!]! pageInfo: PageInfo! totalCount: Int! }
type AppointmentEdge { cursor: String! node: Appointment }
type DelegationConnection { edges: [DelegationEdge!]! pageInfo: PageInfo! }
type DelegationEdge { cursor: String! node: Delegation }
type AuditEntryEdge { cursor: String! node: AuditEntry }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }

input AppointmentFilter { state: [AppointmentState!] official: ID institution: ID }
input InstitutionFilter { text: String sector: String parent: ID }
input DocumentFilter { institution: [ID!] kind: [String!] status: [DocumentStatus!] access: [AccessMark!] text: String number: String origin: [DocumentOrigin!] isJoint: Boolean jointInstitution: [ID!] }
input ExchangeFilter { sender: [ID!] recipient: [ID!] state: [ConsignmentState!] kind: [String!] }
input AuditFilter { official: ID institution: ID act: String documentId: ID consignmentId: ID outcome: [AuditOutcome!] traceId: String }

union Content = BudgetRequest | CourtRuling | EpidemicReport | LegalOpinion | LicenceNotice | OfficialLetter | PaymentOrder | AgencyRule | ProposedRule | AgencyNotice | PresidentialDocument
type BudgetRequest { id: ID! }
type CourtRuling { id: ID! }
type EpidemicReport { id: ID! }
type LegalOpinion { id: ID! }
type LicenceNotice { id: ID! }
type OfficialLetter { id: ID! }
type AgencyRule { id: ID! }
type ProposedRule { id: ID! }
type AgencyNotice { id: ID! }
type PresidentialDocument { id: ID! }
type PaymentOrder { id: ID! }

enum Duty { CLERK REGISTRAR SIGNATORY EXECUTOR ARCHIVIST AUDITOR ANALYST OPERATOR SECURITY_OFFICER }
enum AppointmentState { PENDING CONFIRMED DECLINED EXPIRED }
enum DocumentOrder { NEWEST_FIRST OLDEST_FIRST TITLE RELEVANCE }
enum DocumentDimension { INSTITUTION KIND STATUS ACCESS YEAR MONTH }
enum DocumentOrigin { EXCHANGE IMPORTED }
enum RefusalReason { WRONG_ADDRESSEE SIGNATURE_INVALID INCOMPLETE UNREADABLE DUPLICATE NOT_COMPETENT OTHER }
enum AttemptOutcome { DELIVERED UNREACHABLE REJECTED INTERRUPTED }
enum AuditOutcome { OPEN DONE PARTLY REFUSED FAILED }
enum ExchangeDimension { SENDER RECIPIENT STATE DECISION YEAR }
enum ConsignmentState { ACCEPTED IN_TRANSIT DELIVERED REGISTERED REFUSED EXPIRED WITHDRAWN }
enum AccessMark { PUBLIC INTERNAL RESTRICTED }
enum DocumentStatus { DRAFT IN_APPROVAL APPROVED RETURNED SIGNED REGISTERED FILED WITHDRAWN SUPERSEDED }
`;

/** The kinds, with fields of the content that make each what it is. */
export const drafts: Readonly<Record<string, readonly string[]>> = {
  BudgetRequest: ['programme', 'fiscalYear', 'amount', 'currency'],
  CourtRuling: ['caseNumber', 'court', 'ruledOn'],
  EpidemicReport: ['disease', 'region', 'cases'],
  LegalOpinion: ['question', 'opinion'],
  LicenceNotice: ['licenceNumber', 'holder', 'activity'],
  OfficialLetter: ['subject', 'body', 'reference', 'stage', 'language'],
  AgencyRule: ['reference', 'docket', 'subtype', 'action', 'body', 'language'],
  ProposedRule: ['reference', 'docket', 'commentsFrom', 'commentsUntil', 'body'],
  AgencyNotice: ['reference', 'action', 'body'],
  PresidentialDocument: ['reference', 'body'],
  PaymentOrder: ['orderNumber', 'payee', 'payeeAccount', 'amount', 'currency'],
};
