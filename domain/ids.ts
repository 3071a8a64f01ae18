import { type Branded, parser } from './branded.ts';

/** `JUS`, `US0412`: 2 to 12 capitals and digits, a capital first. */
export type InstitutionCode = Branded<'InstitutionCode'>;
/** An institution's own document type: `CourtRuling`. */
export type Kind = Branded<'Kind'>;
/** `JUS:LegalOpinion:01JD…`: institution, kind, ULID. */
export type DocumentId = Branded<'DocumentId'>;
/** `FIN:01JD…`: addressee, ULID. */
export type ConsignmentId = Branded<'ConsignmentId'>;
/** `JUS:01JD…`: sender, ULID. */
export type DispatchId = Branded<'DispatchId'>;
/** `JUS:appointment:01JD…`: institution, ULID. */
export type AppointmentId = Branded<'AppointmentId'>;
/** `JUS:delegation:01JD…`: institution, ULID. */
export type DelegationId = Branded<'DelegationId'>;
/** `JUS:o.petrenko`: institution, name in small letters. */
export type OfficialId = Branded<'OfficialId'>;
/** `JUS:break-glass:01JD…`: the institution whose document it is, ULID. */
export type BreakGlassId = Branded<'BreakGlassId'>;
/** `catalogue:export:01JD…`, `JUS:export:01JD…`: the service or the institution whose list it was made of, ULID. */
export type ExportId = Branded<'ExportId'>;

/** What an act was about, as the audit trail names it. */
export type SubjectId = Branded<'SubjectId'>;
/** `0af7651916cd43dd8448eb211c80319c`: which trace, as W3C's Trace Context writes it. */
export type TraceId = Branded<'TraceId'>;

const code = '[A-Z][A-Z0-9]{1,11}';
const ulid = '[0-7][0-9A-HJKMNP-TV-Z]{25}';

/** The services of whose lists exports are made. */
const exportServices = ['catalogue', 'audit', 'directory'] as const;
export type ExportService = (typeof exportServices)[number];
/** Whose list an export is made of: a service's, or an institution's, in its perimeter. */
export type ExportOwner = ExportService | InstitutionCode;

export const parseInstitutionCode = parser<InstitutionCode>(
  'institution code, such as JUS: 2 to 12 Latin capitals and digits, a capital first',
  new RegExp(`^${code}$`),
);
export const parseKind = parser<Kind>(
  'kind, such as CourtRuling: a Latin capital, then 1 to 63 letters and digits',
  /^[A-Z][A-Za-z0-9]{1,63}$/,
);
export const parseDocumentId = parser<DocumentId>(
  'document id, such as JUS:LegalOpinion:01JD…',
  new RegExp(`^${code}:[A-Z][A-Za-z0-9]{1,63}:${ulid}$`),
);
export const parseConsignmentId = parser<ConsignmentId>('consignment id, such as FIN:01JD…', new RegExp(`^${code}:${ulid}$`));
export const parseDispatchId = parser<DispatchId>('dispatch id, such as JUS:01JD…', new RegExp(`^${code}:${ulid}$`));
export const parseAppointmentId = parser<AppointmentId>(
  'appointment id, such as JUS:appointment:01JD…',
  new RegExp(`^${code}:appointment:${ulid}$`),
);
export const parseDelegationId = parser<DelegationId>(
  'delegation id, such as JUS:delegation:01JD…',
  new RegExp(`^${code}:delegation:${ulid}$`),
);
export const parseOfficialId = parser<OfficialId>(
  'official id, such as JUS:o.petrenko: an institution code, a colon, then small Latin letters, digits, dots and hyphens, 63 at most',
  new RegExp(`^${code}:[a-z0-9][a-z0-9.-]{0,62}$`),
);
export const parseBreakGlassId = parser<BreakGlassId>(
  'id of a sight under break-glass, such as JUS:break-glass:01JD…',
  new RegExp(`^${code}:break-glass:${ulid}$`),
);
export const parseExportId = parser<ExportId>(
  'export id, such as catalogue:export:01JD… or JUS:export:01JD…',
  new RegExp(`^(?:${exportServices.join('|')}|${code}):export:${ulid}$`),
);

/** Whatever an act in the audit trail can be about: a document, an export, or a version of the regulation, such as `EXC:regulation:2`. */
export const parseSubject = parser<SubjectId>(
  'id of a document, an export or a version of the regulation, such as JUS:LegalOpinion:01JD…, JUS:export:01JD… or EXC:regulation:2',
  new RegExp(
    `^(?:${code}:[A-Z][A-Za-z0-9]{1,63}:${ulid}|(?:${exportServices.join('|')}|${code}):export:${ulid}|${code}:regulation:[1-9][0-9]{0,8})$`,
  ),
);
export const parseTraceId = parser<TraceId>(
  'trace id: 32 digits of small hexadecimal, as the header x-trace-id has them',
  /^[0-9a-f]{32}$/,
);

/** §2.7 Whether an account is a system's, such as `JUS:system.archive`: it signs in by its institution's certificate, and never with a password. */
export const isSystem = (id: OfficialId): boolean => id.slice(id.indexOf(':') + 1).startsWith('system.');

/** The institution at the head of any id. */
export const institutionOf = (id: DocumentId | ConsignmentId | DispatchId | OfficialId): InstitutionCode =>
  id.slice(0, id.indexOf(':')) as InstitutionCode;

/** The kind that a document's id names. */
export const kindOf = (id: DocumentId): Kind => id.split(':')[1] as Kind;

export const documentId = (institution: InstitutionCode, kind: Kind, ulid: string): DocumentId =>
  parseDocumentId(`${institution}:${kind}:${ulid}`);
export const consignmentId = (addressee: InstitutionCode, ulid: string): ConsignmentId => parseConsignmentId(`${addressee}:${ulid}`);
export const dispatchId = (sender: InstitutionCode, ulid: string): DispatchId => parseDispatchId(`${sender}:${ulid}`);
export const appointmentId = (institution: InstitutionCode, ulid: string): AppointmentId =>
  parseAppointmentId(`${institution}:appointment:${ulid}`);
export const delegationId = (institution: InstitutionCode, ulid: string): DelegationId =>
  parseDelegationId(`${institution}:delegation:${ulid}`);
export const breakGlassId = (institution: InstitutionCode, ulid: string): BreakGlassId =>
  parseBreakGlassId(`${institution}:break-glass:${ulid}`);
export const exportId = (owner: ExportOwner, ulid: string): ExportId => parseExportId(`${owner}:export:${ulid}`);
/** Who makes an export, and gives it. */
export const ownerOfExport = (id: ExportId): ExportOwner => id.slice(0, id.indexOf(':')) as ExportOwner;
/** The institution in whose perimeter an export is made; null where a service of the exchange makes it. */
export const perimeterOfExport = (id: ExportId): InstitutionCode | null => {
  const owner = ownerOfExport(id);
  return isExportService(owner) ? null : owner;
};
/** Whether it is a service of the exchange, and no institution. */
export const isExportService = (owner: ExportOwner): owner is ExportService => exportServices.some((service) => service === owner);
