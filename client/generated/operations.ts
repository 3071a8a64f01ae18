// Written by `npm run operations`; nobody edits it.

import type { PublishedOperation } from '../publishedOperation.ts';

import type {
  AdmitOfficialMutation,
  AdmitOfficialMutationVariables,
  AppointmentsQuery,
  AppointmentsQueryVariables,
  ApproveDocumentMutation,
  ApproveDocumentMutationVariables,
  AskBreakGlassMutation,
  AskBreakGlassMutationVariables,
  AttachFileMutation,
  AttachFileMutationVariables,
  AuditDecisionsQuery,
  AuditDecisionsQueryVariables,
  AuditEntriesQuery,
  AuditEntriesQueryVariables,
  AuditExportQuery,
  AuditExportQueryVariables,
  AuditExportsQuery,
  AuditExportsQueryVariables,
  BreakGlassesQuery,
  BreakGlassesQueryVariables,
  CancelAuditExportMutation,
  CancelAuditExportMutationVariables,
  CancelDirectoryExportMutation,
  CancelDirectoryExportMutationVariables,
  CancelExportMutation,
  CancelExportMutationVariables,
  CancelPerimeterExportMutation,
  CancelPerimeterExportMutationVariables,
  ConfirmAppointmentMutation,
  ConfirmAppointmentMutationVariables,
  ConfirmBreakGlassMutation,
  ConfirmBreakGlassMutationVariables,
  ConfirmRegulationMutation,
  ConfirmRegulationMutationVariables,
  ConsignmentQuery,
  ConsignmentQueryVariables,
  ConsignmentRetentionQuery,
  ConsignmentRetentionQueryVariables,
  DeclineAppointmentMutation,
  DeclineAppointmentMutationVariables,
  DeclineBreakGlassMutation,
  DeclineBreakGlassMutationVariables,
  DeclineRegulationMutation,
  DeclineRegulationMutationVariables,
  DelegateDutyMutation,
  DelegateDutyMutationVariables,
  DetachFileMutation,
  DetachFileMutationVariables,
  DirectoryExportQuery,
  DirectoryExportQueryVariables,
  DirectoryExportsQuery,
  DirectoryExportsQueryVariables,
  DismissOfficialMutation,
  DismissOfficialMutationVariables,
  DispatchDocumentMutation,
  DispatchDocumentMutationVariables,
  DispatchQuery,
  DispatchQueryVariables,
  DocumentApprovalQuery,
  DocumentApprovalQueryVariables,
  DocumentConsignmentsQuery,
  DocumentConsignmentsQueryVariables,
  DocumentFilesQuery,
  DocumentFilesQueryVariables,
  DocumentHistoryQuery,
  DocumentHistoryQueryVariables,
  DocumentQuery,
  DocumentQueryVariables,
  DocumentRetentionQuery,
  DocumentRetentionQueryVariables,
  DocumentStatisticsQuery,
  DocumentStatisticsQueryVariables,
  DocumentsQuery,
  DocumentsQueryVariables,
  DraftAgencyNoticeMutation,
  DraftAgencyNoticeMutationVariables,
  DraftAgencyRuleMutation,
  DraftAgencyRuleMutationVariables,
  DraftBudgetRequestMutation,
  DraftBudgetRequestMutationVariables,
  DraftCourtRulingMutation,
  DraftCourtRulingMutationVariables,
  DraftEpidemicReportMutation,
  DraftEpidemicReportMutationVariables,
  DraftLegalOpinionMutation,
  DraftLegalOpinionMutationVariables,
  DraftLicenceNoticeMutation,
  DraftLicenceNoticeMutationVariables,
  DraftOfficialLetterMutation,
  DraftOfficialLetterMutationVariables,
  DraftPaymentOrderMutation,
  DraftPaymentOrderMutationVariables,
  DraftPresidentialDocumentMutation,
  DraftPresidentialDocumentMutationVariables,
  DraftProposedRuleMutation,
  DraftProposedRuleMutationVariables,
  EndBreakGlassMutation,
  EndBreakGlassMutationVariables,
  EndDelegationMutation,
  EndDelegationMutationVariables,
  EndDutyMutation,
  EndDutyMutationVariables,
  ExchangeStatisticsQuery,
  ExchangeStatisticsQueryVariables,
  ExplainAccessQuery,
  ExplainAccessQueryVariables,
  ExportQuery,
  ExportQueryVariables,
  ExportsQuery,
  ExportsQueryVariables,
  FileConsignmentMutation,
  FileConsignmentMutationVariables,
  FileDocumentMutation,
  FileDocumentMutationVariables,
  GrantClearanceMutation,
  GrantClearanceMutationVariables,
  GrantDutyMutation,
  GrantDutyMutationVariables,
  InboxQuery,
  InboxQueryVariables,
  InstitutionQuery,
  InstitutionQueryVariables,
  InstitutionsQuery,
  InstitutionsQueryVariables,
  IssueResolutionMutation,
  IssueResolutionMutationVariables,
  MeQuery,
  MeQueryVariables,
  NoticesQuery,
  NoticesQueryVariables,
  OfficialQuery,
  OfficialQueryVariables,
  PerimeterExportQuery,
  PerimeterExportQueryVariables,
  PerimeterExportsQuery,
  PerimeterExportsQueryVariables,
  ProposeRegulationMutation,
  ProposeRegulationMutationVariables,
  RefuseConsignmentMutation,
  RefuseConsignmentMutationVariables,
  RegisterConsignmentMutation,
  RegisterConsignmentMutationVariables,
  RegisterDocumentMutation,
  RegisterDocumentMutationVariables,
  RegulationQuery,
  RegulationQueryVariables,
  RegulationsQuery,
  RegulationsQueryVariables,
  ReportExecutionMutation,
  ReportExecutionMutationVariables,
  ReturnDocumentMutation,
  ReturnDocumentMutationVariables,
  ReviewBreakGlassMutation,
  ReviewBreakGlassMutationVariables,
  ReviseAgencyNoticeMutation,
  ReviseAgencyNoticeMutationVariables,
  ReviseAgencyRuleMutation,
  ReviseAgencyRuleMutationVariables,
  ReviseBudgetRequestMutation,
  ReviseBudgetRequestMutationVariables,
  ReviseCourtRulingMutation,
  ReviseCourtRulingMutationVariables,
  ReviseEpidemicReportMutation,
  ReviseEpidemicReportMutationVariables,
  ReviseLegalOpinionMutation,
  ReviseLegalOpinionMutationVariables,
  ReviseLicenceNoticeMutation,
  ReviseLicenceNoticeMutationVariables,
  ReviseOfficialLetterMutation,
  ReviseOfficialLetterMutationVariables,
  RevisePaymentOrderMutation,
  RevisePaymentOrderMutationVariables,
  RevisePresidentialDocumentMutation,
  RevisePresidentialDocumentMutationVariables,
  ReviseProposedRuleMutation,
  ReviseProposedRuleMutationVariables,
  SearchDocumentsQuery,
  SearchDocumentsQueryVariables,
  SignDocumentMutation,
  SignDocumentMutationVariables,
  StartAuditExportMutation,
  StartAuditExportMutationVariables,
  StartDirectoryExportMutation,
  StartDirectoryExportMutationVariables,
  StartExportMutation,
  StartExportMutationVariables,
  StartPerimeterExportMutation,
  StartPerimeterExportMutationVariables,
  SubmitDocumentMutation,
  SubmitDocumentMutationVariables,
  WithdrawClearanceMutation,
  WithdrawClearanceMutationVariables,
  WithdrawConsignmentMutation,
  WithdrawConsignmentMutationVariables,
  WithdrawDocumentMutation,
  WithdrawDocumentMutationVariables,
} from './types.ts';

/** A security officer enters an official of the own institution. */
export const AdmitOfficial: PublishedOperation<AdmitOfficialMutation, AdmitOfficialMutationVariables> = {
  name: 'AdmitOfficial',
  type: 'mutation',
  id: '1ae560af25cb13f373b6a071b26bc834fa4b53bc9b03198c977c5c91ec68530f',
};

/** What waits for a second security officer, and what was decided. */
export const Appointments: PublishedOperation<AppointmentsQuery, AppointmentsQueryVariables> = {
  name: 'Appointments',
  type: 'query',
  id: 'f15d1fbaa0fdea1d91cecc11d556957d8408e01114390e41fa7487f0c9434e5a',
};

/** A signatory approves what was submitted. */
export const ApproveDocument: PublishedOperation<ApproveDocumentMutation, ApproveDocumentMutationVariables> = {
  name: 'ApproveDocument',
  type: 'mutation',
  id: 'ec881c0c6a8be4bdc42810f5698b3b30f7aad4fc88d6abc46390e84793ae525e',
};

/** A security officer of the exchange asks for sight of a document in an emergency. */
export const AskBreakGlass: PublishedOperation<AskBreakGlassMutation, AskBreakGlassMutationVariables> = {
  name: 'AskBreakGlass',
  type: 'mutation',
  id: 'dbfa3da7aee99b60372daf1e68797206eb5f2ae447f962d27289d97e04948b22',
};

/** A clerk attaches a file that was uploaded to a draft. */
export const AttachFile: PublishedOperation<AttachFileMutation, AttachFileMutationVariables> = {
  name: 'AttachFile',
  type: 'mutation',
  id: '3064e5e9cf22627287f9641e80a53dbe640455cb61f6f11f8fe7fa88e1e53ca9',
};

/** The audit trail, newest first, with what each entry was about and how the rules decided. */
export const AuditDecisions: PublishedOperation<AuditDecisionsQuery, AuditDecisionsQueryVariables> = {
  name: 'AuditDecisions',
  type: 'query',
  id: 'da6e61a3780897e574fe61e4b3e7a6cdacd45295bff5787e54a3379fa1064d84',
};

/** The audit trail, newest first. */
export const AuditEntries: PublishedOperation<AuditEntriesQuery, AuditEntriesQueryVariables> = {
  name: 'AuditEntries',
  type: 'query',
  id: '0ef330eca77469423b52e1036c6fe5d3c53e67496232ad4be32a1d64cebc913a',
};

/** How far an export of the audit trail is, and where its file is. */
export const AuditExport: PublishedOperation<AuditExportQuery, AuditExportQueryVariables> = {
  name: 'AuditExport',
  type: 'query',
  id: 'b0be0f04f5d76e1badf83a3137841bbd4c47bc91541866ac01c6cbfb09a0e936',
};

/** My exports of the audit trail, the newest first. */
export const AuditExports: PublishedOperation<AuditExportsQuery, AuditExportsQueryVariables> = {
  name: 'AuditExports',
  type: 'query',
  id: '45f16e6d3842d50a3164d2dda1ff125fb0af0d4bcfe7a5d98f21b3554743db7f',
};

/** Sights that were given in an emergency, or asked for, newest first. */
export const BreakGlasses: PublishedOperation<BreakGlassesQuery, BreakGlassesQueryVariables> = {
  name: 'BreakGlasses',
  type: 'query',
  id: '9f04fe18d1c46cce9ba3b0e24efcf2cf7ff31ef3f0840d4a0e61eb72c6f3746e',
};

/** Gives an export of the audit trail up. */
export const CancelAuditExport: PublishedOperation<CancelAuditExportMutation, CancelAuditExportMutationVariables> = {
  name: 'CancelAuditExport',
  type: 'mutation',
  id: '9036888ccfd9d4e86d956023fc5838c30b68e88043bf6c63dc706ac9965e94e5',
};

/** Gives an export of a list of the directory up. */
export const CancelDirectoryExport: PublishedOperation<CancelDirectoryExportMutation, CancelDirectoryExportMutationVariables> = {
  name: 'CancelDirectoryExport',
  type: 'mutation',
  id: '05c2a83f4d52ca133256adf8fcfd73e684a8566f555beb8951cca899ec35fa08',
};

/** Gives an export up. */
export const CancelExport: PublishedOperation<CancelExportMutation, CancelExportMutationVariables> = {
  name: 'CancelExport',
  type: 'mutation',
  id: '1b2d8e200d28189ec336ef021c640470bbb75706a218e780c56926eee19b0df4',
};

/** Gives an export of a list of an institution's perimeter up. */
export const CancelPerimeterExport: PublishedOperation<CancelPerimeterExportMutation, CancelPerimeterExportMutationVariables> = {
  name: 'CancelPerimeterExport',
  type: 'mutation',
  id: 'af118120a8bb7f3f11f97593931931f0580f4c56771a859f90c9e031a30f70c4',
};

/** A second security officer confirms what was proposed. */
export const ConfirmAppointment: PublishedOperation<ConfirmAppointmentMutation, ConfirmAppointmentMutationVariables> = {
  name: 'ConfirmAppointment',
  type: 'mutation',
  id: 'e31adf017eb8228555f48e04d08569c86a07f94aa8640fe2dd342f31b5f89ef6',
};

/** Another security officer of the exchange confirms it. */
export const ConfirmBreakGlass: PublishedOperation<ConfirmBreakGlassMutation, ConfirmBreakGlassMutationVariables> = {
  name: 'ConfirmBreakGlass',
  type: 'mutation',
  id: 'ca531b3f5868dd34eb54246e0db4f27c523c36f8286f74641dca520693c65a0b',
};

/** Another official of the exchange lets a version take effect. */
export const ConfirmRegulation: PublishedOperation<ConfirmRegulationMutation, ConfirmRegulationMutationVariables> = {
  name: 'ConfirmRegulation',
  type: 'mutation',
  id: '2be63a2edb3183ac34245ac9f268d8e33d1014602bedc0571def05f2b8056f7c',
};

/** One consignment: the way it came, the copy that was received, what was decided. */
export const Consignment: PublishedOperation<ConsignmentQuery, ConsignmentQueryVariables> = {
  name: 'Consignment',
  type: 'query',
  id: 'ca46d94229e397f8f7b7ed1717d47c1cc0b375d5ab7dc52b96c2cb98f8f5a6d7',
};

/** How long a consignment that was filed is kept, for its recipient. */
export const ConsignmentRetention: PublishedOperation<ConsignmentRetentionQuery, ConsignmentRetentionQueryVariables> = {
  name: 'ConsignmentRetention',
  type: 'query',
  id: '1d65e68658d279ec64654bccefc51410726159ff00003673a235672885143517',
};

/** A second security officer declines what was proposed, or who proposed it takes it back. */
export const DeclineAppointment: PublishedOperation<DeclineAppointmentMutation, DeclineAppointmentMutationVariables> = {
  name: 'DeclineAppointment',
  type: 'mutation',
  id: '1bb173425e5be0e8696c9b6f4912a0014dd0dd2aab446f4c8697ce2195ce547f',
};

/** A security officer of the exchange declines it, or who asked takes it back. */
export const DeclineBreakGlass: PublishedOperation<DeclineBreakGlassMutation, DeclineBreakGlassMutationVariables> = {
  name: 'DeclineBreakGlass',
  type: 'mutation',
  id: '7a715fce14d70839a79b9d7df459f944a60f75ff9de24566eab1795bb1ab6ecf',
};

/** An official of the exchange turns a proposed version down, and says why. */
export const DeclineRegulation: PublishedOperation<DeclineRegulationMutation, DeclineRegulationMutationVariables> = {
  name: 'DeclineRegulation',
  type: 'mutation',
  id: '5d85e0919ff66095d30d08acd6ce8b73882f28c350342c7e19365f1510c7a3e2',
};

/** Whoever holds a duty lets another official stand in for a while. */
export const DelegateDuty: PublishedOperation<DelegateDutyMutation, DelegateDutyMutationVariables> = {
  name: 'DelegateDuty',
  type: 'mutation',
  id: '8dd3586cb6d7b421646ff20294eecf7dd99445adc87757a834ac4795b3afc4d4',
};

/** A clerk takes a file off a draft. */
export const DetachFile: PublishedOperation<DetachFileMutation, DetachFileMutationVariables> = {
  name: 'DetachFile',
  type: 'mutation',
  id: '094db9766a28a95d43b9eeeada115a6223ee5f5b671bb6994508db54881e2b76',
};

/** How far an export of a list of the directory is, and where its file is. */
export const DirectoryExport: PublishedOperation<DirectoryExportQuery, DirectoryExportQueryVariables> = {
  name: 'DirectoryExport',
  type: 'query',
  id: 'b4a27bd933488ed5cf9d32151770633e04bb47336ddd28e18262ed4daba44299',
};

/** My exports of lists of the directory, the newest first. */
export const DirectoryExports: PublishedOperation<DirectoryExportsQuery, DirectoryExportsQueryVariables> = {
  name: 'DirectoryExports',
  type: 'query',
  id: 'd274313789d7e7ac7ef85cb0cf06920ec43384a5c83e16c1f3b69a41a3138a6e',
};

/** A security officer ends at once everything that an official holds. */
export const DismissOfficial: PublishedOperation<DismissOfficialMutation, DismissOfficialMutationVariables> = {
  name: 'DismissOfficial',
  type: 'mutation',
  id: '44a971090d801a275278315f351e5dfcb10b5aa85f23ed401b03122d49d7838c',
};

/** One dispatch, and its consignments. */
export const Dispatch: PublishedOperation<DispatchQuery, DispatchQueryVariables> = {
  name: 'Dispatch',
  type: 'query',
  id: '19dbb5d9f7a05cc17b9a1f3341ccb3f6400858c5884b2d32dd301b67a0c0178b',
};

/** A registrar sends a registered document. */
export const DispatchDocument: PublishedOperation<DispatchDocumentMutation, DispatchDocumentMutationVariables> = {
  name: 'DispatchDocument',
  type: 'mutation',
  id: '56edb7fcc7336ac35a7b4fa7482c8571305cc4bcb6fae4a58383e54f23f1a39d',
};

/** One document: its card, its content, its signatures. */
export const Document: PublishedOperation<DocumentQuery, DocumentQueryVariables> = {
  name: 'Document',
  type: 'query',
  id: '0514399cf338577aadce1581747aefe4a2376bb1b6fb240046c57ed850c22118',
};

/** How the last submission of a document for approval went, for its author. */
export const DocumentApproval: PublishedOperation<DocumentApprovalQuery, DocumentApprovalQueryVariables> = {
  name: 'DocumentApproval',
  type: 'query',
  id: 'f77e6f1220a4321600d12c056ba70abe36c50838f2f0b327d164fe5c446e284d',
};

/** Where a document was sent, and how far it came. */
export const DocumentConsignments: PublishedOperation<DocumentConsignmentsQuery, DocumentConsignmentsQueryVariables> = {
  name: 'DocumentConsignments',
  type: 'query',
  id: '8a507a5555a42710b0fcf731cf47365c4c5b66cac5b7f5c6c023b7a727ecd43b',
};

/** The files that a document carries, by name. */
export const DocumentFiles: PublishedOperation<DocumentFilesQuery, DocumentFilesQueryVariables> = {
  name: 'DocumentFiles',
  type: 'query',
  id: 'd7acfab22beed406f44cb838820b109eac2988f6bddb2a6c82808c8eeb2bda7a',
};

/** What was done with a document, newest first. */
export const DocumentHistory: PublishedOperation<DocumentHistoryQuery, DocumentHistoryQueryVariables> = {
  name: 'DocumentHistory',
  type: 'query',
  id: '92fca92c11d2fe1fd08beeaf8b3d720bb239e066a25a2ce6d82521076138b012',
};

/** How long a document that was filed is kept, for its author. */
export const DocumentRetention: PublishedOperation<DocumentRetentionQuery, DocumentRetentionQueryVariables> = {
  name: 'DocumentRetention',
  type: 'query',
  id: '8faf99df324a196b6e4cbd9d6e4b34a45824766c6302a549348909d0c96a34fb',
};

/** Counts of the documents that I may know of. */
export const DocumentStatistics: PublishedOperation<DocumentStatisticsQuery, DocumentStatisticsQueryVariables> = {
  name: 'DocumentStatistics',
  type: 'query',
  id: 'ad28472a016f54d2d30ecd9bfc850a0abf71c46b40fec06b4358115d198b53c7',
};

/** Documents of all institutions that I may know of. */
export const Documents: PublishedOperation<DocumentsQuery, DocumentsQueryVariables> = {
  name: 'Documents',
  type: 'query',
  id: '9bdcf35165c6ec97fd0b60c04cfa69476758e53a47c9ddf1bef54d76c4589995',
};

/** A clerk begins a draft of the kind agency notice. */
export const DraftAgencyNotice: PublishedOperation<DraftAgencyNoticeMutation, DraftAgencyNoticeMutationVariables> = {
  name: 'DraftAgencyNotice',
  type: 'mutation',
  id: 'c114346186c2918a58cb4ebf2493924dce36e920117cc258365c582b7d2ac7dc',
};

/** A clerk begins a draft of the kind agency rule. */
export const DraftAgencyRule: PublishedOperation<DraftAgencyRuleMutation, DraftAgencyRuleMutationVariables> = {
  name: 'DraftAgencyRule',
  type: 'mutation',
  id: '84fd2918df944c4b96d17a0473cb84d3786a1432df13cc67ba11e96560afea68',
};

/** A clerk begins a draft of the kind budget request. */
export const DraftBudgetRequest: PublishedOperation<DraftBudgetRequestMutation, DraftBudgetRequestMutationVariables> = {
  name: 'DraftBudgetRequest',
  type: 'mutation',
  id: '3994b767d1dc7c3b8a176b2dcbc64ece2d213ae21ca631e5d13126432834f729',
};

/** A clerk begins a draft of the kind court ruling. */
export const DraftCourtRuling: PublishedOperation<DraftCourtRulingMutation, DraftCourtRulingMutationVariables> = {
  name: 'DraftCourtRuling',
  type: 'mutation',
  id: '9df973be853b4730b5731badf23847f5accf072cea06a2907726808cc63cfbc7',
};

/** A clerk begins a draft of the kind epidemic report. */
export const DraftEpidemicReport: PublishedOperation<DraftEpidemicReportMutation, DraftEpidemicReportMutationVariables> = {
  name: 'DraftEpidemicReport',
  type: 'mutation',
  id: '017fa8f1445133e94790b87fa5113acf24a874e0d1bdc98f4c3b07c36449513e',
};

/** A clerk begins a draft of the kind legal opinion. */
export const DraftLegalOpinion: PublishedOperation<DraftLegalOpinionMutation, DraftLegalOpinionMutationVariables> = {
  name: 'DraftLegalOpinion',
  type: 'mutation',
  id: '1660d5212dc5e82a3f2f2beafe05522e37aca4086eb82ae1e585e0443c00306d',
};

/** A clerk begins a draft of the kind licence notice. */
export const DraftLicenceNotice: PublishedOperation<DraftLicenceNoticeMutation, DraftLicenceNoticeMutationVariables> = {
  name: 'DraftLicenceNotice',
  type: 'mutation',
  id: '12fe537b3b45a34e7712ecb445d4889befcfe82d4553149e10763d2fe79437ff',
};

/** A clerk begins a draft of the kind official letter. */
export const DraftOfficialLetter: PublishedOperation<DraftOfficialLetterMutation, DraftOfficialLetterMutationVariables> = {
  name: 'DraftOfficialLetter',
  type: 'mutation',
  id: '2aed8ddc6bd8164c9bf9096f6b39248c1a0dd53cb91e03d490a3dd391b45cf77',
};

/** A clerk begins a draft of the kind payment order. */
export const DraftPaymentOrder: PublishedOperation<DraftPaymentOrderMutation, DraftPaymentOrderMutationVariables> = {
  name: 'DraftPaymentOrder',
  type: 'mutation',
  id: '7315e690f089051cc8b86f89e7aeb6b6389861839ad62bcb9e1e5f5fa88e5116',
};

/** A clerk begins a draft of the kind presidential document. */
export const DraftPresidentialDocument: PublishedOperation<DraftPresidentialDocumentMutation, DraftPresidentialDocumentMutationVariables> = {
  name: 'DraftPresidentialDocument',
  type: 'mutation',
  id: '6918c648bdbe90a016671439cfd935a815eed7867e129a9b0fa0efac63858085',
};

/** A clerk begins a draft of the kind proposed rule. */
export const DraftProposedRule: PublishedOperation<DraftProposedRuleMutation, DraftProposedRuleMutationVariables> = {
  name: 'DraftProposedRule',
  type: 'mutation',
  id: '099fd9d2ea4a74d6d0d80e658d0c522377e6f2cfe9170889b57e2fc93446c8f2',
};

/** A security officer ends a sight before its end. */
export const EndBreakGlass: PublishedOperation<EndBreakGlassMutation, EndBreakGlassMutationVariables> = {
  name: 'EndBreakGlass',
  type: 'mutation',
  id: 'c66da6917646a46e949c952665c512324b08a6a604551995f96b46c9069429e2',
};

/** Who gave a delegation, or a security officer, ends it at once. */
export const EndDelegation: PublishedOperation<EndDelegationMutation, EndDelegationMutationVariables> = {
  name: 'EndDelegation',
  type: 'mutation',
  id: 'a4dc49e76d0ebcad83cee4df3871ce5c1abbfd264ccdff68647b570eef25a9fa',
};

/** A security officer ends a duty at once. */
export const EndDuty: PublishedOperation<EndDutyMutation, EndDutyMutationVariables> = {
  name: 'EndDuty',
  type: 'mutation',
  id: '527a71b7bcf8f6be58a6cfabbe0269fd10ea46ede770a6cfe686383e9d2499cf',
};

/** Counts and medians over consignments. */
export const ExchangeStatistics: PublishedOperation<ExchangeStatisticsQuery, ExchangeStatisticsQueryVariables> = {
  name: 'ExchangeStatistics',
  type: 'query',
  id: '267fc520a51e892d682f89a4dd7cd13a3427cc17759114ad06f0faef2ca9db21',
};

/** Why an official may do something with a document, or may not. */
export const ExplainAccess: PublishedOperation<ExplainAccessQuery, ExplainAccessQueryVariables> = {
  name: 'ExplainAccess',
  type: 'query',
  id: '63269e2b4b0836923d9f75e2d80b28d4ae8afc6add073e51535a25e8c4915fa2',
};

/** How far an export is, and where its file is. */
export const Export: PublishedOperation<ExportQuery, ExportQueryVariables> = {
  name: 'Export',
  type: 'query',
  id: '29c5ee44968b2890b669092b64b4d2938813b5563c88af67f9886386e1ffd66f',
};

/** My exports, the newest first. */
export const Exports: PublishedOperation<ExportsQuery, ExportsQueryVariables> = {
  name: 'Exports',
  type: 'query',
  id: 'a0abd5bf05ece3cc5302804b1ad8fa0c6b08d2bd556c40f8a9f364ed54ee3ab6',
};

/** A registrar files a registered consignment. */
export const FileConsignment: PublishedOperation<FileConsignmentMutation, FileConsignmentMutationVariables> = {
  name: 'FileConsignment',
  type: 'mutation',
  id: '8fccdf12a7b1b10f29708563225e77fa914214419d9219eb9bd5a56465262b49',
};

/** A registrar files a registered document. */
export const FileDocument: PublishedOperation<FileDocumentMutation, FileDocumentMutationVariables> = {
  name: 'FileDocument',
  type: 'mutation',
  id: 'f998806cf665a98b5350915a918b12fa4ff43cac4d31e88baed46a337c6406a8',
};

/** A security officer proposes that an official may know of RESTRICTED documents. */
export const GrantClearance: PublishedOperation<GrantClearanceMutation, GrantClearanceMutationVariables> = {
  name: 'GrantClearance',
  type: 'mutation',
  id: 'dc2ace23a87144eefe1a03b8b71055869df0cc0af4b55f51d2ee9e78e12ee9e5',
};

/** A security officer gives an official a duty; some duties wait for a second security officer. */
export const GrantDuty: PublishedOperation<GrantDutyMutation, GrantDutyMutationVariables> = {
  name: 'GrantDuty',
  type: 'mutation',
  id: 'ed9adbe531d23bd91462f63d07682b66a503fd14a3c9af19e3b85f67b7b343a9',
};

/** What was delivered to my institution. */
export const Inbox: PublishedOperation<InboxQuery, InboxQueryVariables> = {
  name: 'Inbox',
  type: 'query',
  id: 'b4f2df0378869c9f7c66afa47852a5a9f565896afbd1762b948ac079ef5c52c6',
};

/** One institution, and who holds a duty in it. */
export const Institution: PublishedOperation<InstitutionQuery, InstitutionQueryVariables> = {
  name: 'Institution',
  type: 'query',
  id: '7ad6d50e4d43afedec0cd5dcd9e21bc94150b06c60aa6f32a935cbaed1ddf49b',
};

/** Who takes part. */
export const Institutions: PublishedOperation<InstitutionsQuery, InstitutionsQueryVariables> = {
  name: 'Institutions',
  type: 'query',
  id: '2e099d0286782f9b17f613efca02a31391b43a041c803592980cd184ad013773',
};

/** A signatory writes who does what, and by when. */
export const IssueResolution: PublishedOperation<IssueResolutionMutation, IssueResolutionMutationVariables> = {
  name: 'IssueResolution',
  type: 'mutation',
  id: '6b41bc185fd377c0d1ee529e4f04fb15c68282f839666dfe9c5c45085af8c988',
};

/** Who I am to the exchange, and what I may do. */
export const Me: PublishedOperation<MeQuery, MeQueryVariables> = {
  name: 'Me',
  type: 'query',
  id: '566ce18d6208c25f8bf854bd522eb743344e3f577ea02a5080aeea000203282b',
};

/** What the exchange told my institution about what it had sent. */
export const Notices: PublishedOperation<NoticesQuery, NoticesQueryVariables> = {
  name: 'Notices',
  type: 'query',
  id: '6a947dd3213f54424458b49517468ad8d0be95fe45a6dad18d61c3e3f7e1fecf',
};

/** One official: what he may do now, and who stands in for whom. */
export const Official: PublishedOperation<OfficialQuery, OfficialQueryVariables> = {
  name: 'Official',
  type: 'query',
  id: '9f253391f88a2c56e4b5c658b79a4b282ff5c3fe9581a870268d809553b85840',
};

/** How far an export of a list of an institution's perimeter is, and where its file is. */
export const PerimeterExport: PublishedOperation<PerimeterExportQuery, PerimeterExportQueryVariables> = {
  name: 'PerimeterExport',
  type: 'query',
  id: 'be6d7116ce0f08927c7f9105cd72283e2859155248b91115cfad20f4c2f5e77e',
};

/** My exports of lists of my institution's perimeter, the newest first. */
export const PerimeterExports: PublishedOperation<PerimeterExportsQuery, PerimeterExportsQueryVariables> = {
  name: 'PerimeterExports',
  type: 'query',
  id: '2252dd071da89df995ebf50ecdedef6be8b7489f1f6179cec0e0bb3941d946e9',
};

/** An operator of the exchange proposes a new version of the regulation. */
export const ProposeRegulation: PublishedOperation<ProposeRegulationMutation, ProposeRegulationMutationVariables> = {
  name: 'ProposeRegulation',
  type: 'mutation',
  id: '1b06c343fc60f1c078d288a30dcf9b790b58776543569952f33027fcef8b5e4b',
};

/** A registrar refuses to register a consignment. */
export const RefuseConsignment: PublishedOperation<RefuseConsignmentMutation, RefuseConsignmentMutationVariables> = {
  name: 'RefuseConsignment',
  type: 'mutation',
  id: 'c8ab78b4ecfb82a73c62a6dc33e5b30555ae08d1ce7463da4837e5a0b764c71c',
};

/** A registrar enters a delivered consignment in the incoming register. */
export const RegisterConsignment: PublishedOperation<RegisterConsignmentMutation, RegisterConsignmentMutationVariables> = {
  name: 'RegisterConsignment',
  type: 'mutation',
  id: 'e30170600de18a255529e3a6949c601f09a24de0e460c671e2ac5d3c2d23e3ff',
};

/** A registrar enters a signed document in the outgoing register. */
export const RegisterDocument: PublishedOperation<RegisterDocumentMutation, RegisterDocumentMutationVariables> = {
  name: 'RegisterDocument',
  type: 'mutation',
  id: '0328efc6706aa178dcb01d672e4d3ecb219278f4cf1d2a8d2e412e8bcb2d8633',
};

/** The regulation in force now, at another moment, or by its number: all of its tables. */
export const Regulation: PublishedOperation<RegulationQuery, RegulationQueryVariables> = {
  name: 'Regulation',
  type: 'query',
  id: 'aca8e635c44b377588dccf0fc27ce777a44e4b64c681a966bb3546802d4da7da',
};

/** The versions of the regulation, the newest first. */
export const Regulations: PublishedOperation<RegulationsQuery, RegulationsQueryVariables> = {
  name: 'Regulations',
  type: 'query',
  id: '4c301657973ef6ab8d6594f77d947bcdcf6bc44ce6880e7c19ea2560e65fedab',
};

/** The executor reports. */
export const ReportExecution: PublishedOperation<ReportExecutionMutation, ReportExecutionMutationVariables> = {
  name: 'ReportExecution',
  type: 'mutation',
  id: '9c0415dd7c0767d35cdda01a158aa404bc031a12ff8c862745f4bb704a732bf2',
};

/** A signatory gives back what was submitted, and says why. */
export const ReturnDocument: PublishedOperation<ReturnDocumentMutation, ReturnDocumentMutationVariables> = {
  name: 'ReturnDocument',
  type: 'mutation',
  id: 'b28151e564beface50c70791cb3ce346fa9d68604c982ac7dc3e00bf245972a6',
};

/** Somebody who took no part says afterwards whether there was ground for it. */
export const ReviewBreakGlass: PublishedOperation<ReviewBreakGlassMutation, ReviewBreakGlassMutationVariables> = {
  name: 'ReviewBreakGlass',
  type: 'mutation',
  id: '153e619f7c8e67078dadc2b3ed0981e9cdf1f32bb9ff6d59888951c1110b0f1d',
};

/** A clerk changes a draft of the kind agency notice. */
export const ReviseAgencyNotice: PublishedOperation<ReviseAgencyNoticeMutation, ReviseAgencyNoticeMutationVariables> = {
  name: 'ReviseAgencyNotice',
  type: 'mutation',
  id: 'e514d5344cce1dc1ad3ca310fec34bfbfca5dac05f0db40fa6772c9c89f599ee',
};

/** A clerk changes a draft of the kind agency rule. */
export const ReviseAgencyRule: PublishedOperation<ReviseAgencyRuleMutation, ReviseAgencyRuleMutationVariables> = {
  name: 'ReviseAgencyRule',
  type: 'mutation',
  id: 'c20a3f97bf2090153f63343e7ac165222fd404ab6f8466c5161d3a5cfa11c40d',
};

/** A clerk changes a draft of the kind budget request. */
export const ReviseBudgetRequest: PublishedOperation<ReviseBudgetRequestMutation, ReviseBudgetRequestMutationVariables> = {
  name: 'ReviseBudgetRequest',
  type: 'mutation',
  id: '66ecbdca8b21d85b5a0b6cac021c66f08baa6173019e33e1234bab19fd914efa',
};

/** A clerk changes a draft of the kind court ruling. */
export const ReviseCourtRuling: PublishedOperation<ReviseCourtRulingMutation, ReviseCourtRulingMutationVariables> = {
  name: 'ReviseCourtRuling',
  type: 'mutation',
  id: 'bcf448b24a6021f45b0206b7eea1b6f3c9ea6c84c1dee8be0da8da4fb51a0008',
};

/** A clerk changes a draft of the kind epidemic report. */
export const ReviseEpidemicReport: PublishedOperation<ReviseEpidemicReportMutation, ReviseEpidemicReportMutationVariables> = {
  name: 'ReviseEpidemicReport',
  type: 'mutation',
  id: '83f1edd0019ccf3991b11ed7842d70a2c7183394a27c0de9bbbd7ee35284be45',
};

/** A clerk changes a draft of the kind legal opinion. */
export const ReviseLegalOpinion: PublishedOperation<ReviseLegalOpinionMutation, ReviseLegalOpinionMutationVariables> = {
  name: 'ReviseLegalOpinion',
  type: 'mutation',
  id: '20f30bbbd8a03579cafe97d1547268aeab83c491aed8f80f9bca598c5244a964',
};

/** A clerk changes a draft of the kind licence notice. */
export const ReviseLicenceNotice: PublishedOperation<ReviseLicenceNoticeMutation, ReviseLicenceNoticeMutationVariables> = {
  name: 'ReviseLicenceNotice',
  type: 'mutation',
  id: '521d3881209faaa9ab9bf16554bc7ed9215ef2ba1596e3b75076a907712b340a',
};

/** A clerk changes a draft of the kind official letter. */
export const ReviseOfficialLetter: PublishedOperation<ReviseOfficialLetterMutation, ReviseOfficialLetterMutationVariables> = {
  name: 'ReviseOfficialLetter',
  type: 'mutation',
  id: 'f8618b31d0a14f9dc86780648c8719fa90e1ddb080265a01cec0c1645ca8516f',
};

/** A clerk changes a draft of the kind payment order. */
export const RevisePaymentOrder: PublishedOperation<RevisePaymentOrderMutation, RevisePaymentOrderMutationVariables> = {
  name: 'RevisePaymentOrder',
  type: 'mutation',
  id: 'cf2ac7f1319153e9f5e688446daf8caba02bf3372db992fa0a0d0b52ecdbcd1c',
};

/** A clerk changes a draft of the kind presidential document. */
export const RevisePresidentialDocument: PublishedOperation<RevisePresidentialDocumentMutation, RevisePresidentialDocumentMutationVariables> = {
  name: 'RevisePresidentialDocument',
  type: 'mutation',
  id: 'd4e680035d0bc9c1f6006ee704d0e937a42ec4939b24cad67d1c840a8670f713',
};

/** A clerk changes a draft of the kind proposed rule. */
export const ReviseProposedRule: PublishedOperation<ReviseProposedRuleMutation, ReviseProposedRuleMutationVariables> = {
  name: 'ReviseProposedRule',
  type: 'mutation',
  id: '78283ae0b9f6c8769a6babdb18d3a3a7cc99f9edf4a1e885feaa1efea4e9515e',
};

/** Documents that answer my words best, how many there are of each sort, and what I may have meant. */
export const SearchDocuments: PublishedOperation<SearchDocumentsQuery, SearchDocumentsQueryVariables> = {
  name: 'SearchDocuments',
  type: 'query',
  id: '2ae82b20a0db86556a987689ea34f2cb02c70cb27840d2d2acac11f698f9d5f1',
};

/** A signatory signs. */
export const SignDocument: PublishedOperation<SignDocumentMutation, SignDocumentMutationVariables> = {
  name: 'SignDocument',
  type: 'mutation',
  id: '03cf72af29cd7958bb3c8dc13b9153fc1d676fdf1529e5755c869ddd7a40d6e8',
};

/** Has a part of the audit trail made into a file. */
export const StartAuditExport: PublishedOperation<StartAuditExportMutation, StartAuditExportMutationVariables> = {
  name: 'StartAuditExport',
  type: 'mutation',
  id: 'a295d6a806bee32ab4d69618c3acb6a21ee7f3d3f552332f6878ed88a8394c49',
};

/** Has a list of the directory made into a file. */
export const StartDirectoryExport: PublishedOperation<StartDirectoryExportMutation, StartDirectoryExportMutationVariables> = {
  name: 'StartDirectoryExport',
  type: 'mutation',
  id: '716cbd66bdf61285d5472e7cb293dda1cf3a03b313d308b24fd5d3437e61d352',
};

/** Has a list or a statistic made into a file. */
export const StartExport: PublishedOperation<StartExportMutation, StartExportMutationVariables> = {
  name: 'StartExport',
  type: 'mutation',
  id: '54df48decde672f602cb62cbb16f6eab0bbb703d5e485e81df7e74a115f0b588',
};

/** Has the inbox or the notices of an institution made into a file. */
export const StartPerimeterExport: PublishedOperation<StartPerimeterExportMutation, StartPerimeterExportMutationVariables> = {
  name: 'StartPerimeterExport',
  type: 'mutation',
  id: 'b88f81e852c241453dd02acaaf878fa5f1c67c4bfb8d1a00b184fee15561770a',
};

/** A clerk submits a draft for approval. */
export const SubmitDocument: PublishedOperation<SubmitDocumentMutation, SubmitDocumentMutationVariables> = {
  name: 'SubmitDocument',
  type: 'mutation',
  id: '29356019e21ba12a9d63eb9304dcb17cf5090fe94683a5fc068d19cb99490078',
};

/** A security officer takes an official's clearance at once. */
export const WithdrawClearance: PublishedOperation<WithdrawClearanceMutation, WithdrawClearanceMutationVariables> = {
  name: 'WithdrawClearance',
  type: 'mutation',
  id: 'e21f5a18c7b9171a1c48ad570b9bdf8faa9841712095cc37fa50c274285dfe47',
};

/** A registrar calls a consignment back. */
export const WithdrawConsignment: PublishedOperation<WithdrawConsignmentMutation, WithdrawConsignmentMutationVariables> = {
  name: 'WithdrawConsignment',
  type: 'mutation',
  id: '47ec7b88da6dc813e9d1acbef7e4465b41ccfff69306f42935f4bb2ed1a60777',
};

/** A registrar withdraws what is not registered yet. */
export const WithdrawDocument: PublishedOperation<WithdrawDocumentMutation, WithdrawDocumentMutationVariables> = {
  name: 'WithdrawDocument',
  type: 'mutation',
  id: 'b5ca2a6946ce13c17c5575b915effa265fb72aa365d57bbb4390296383e3b78a',
};
