import {
  type Act,
  type EventPayload,
  type ExchangeEvent,
  type ExportEvent,
  type InstitutionCode,
  institutionOf,
  parseConsignmentId,
  parseDocumentId,
  parseExportId,
  parseOfficialId,
  perimeterOfExport,
  regulationId,
} from '@chancery/domain';
import type { AuditedExport, AuditParticulars, AuditRecord } from '@chancery/trust';
import { evidenceText } from './parseAuditRecord.ts';

/**
 * What an event says of the act behind it: one entry, known by the service that told it and the event's id, so that a repeat is the same entry
 * and no service can take an id of another's.
 */
export function recordOf({ id, at, claimedAt, act, payload }: ExchangeEvent, source: string, place: string): AuditRecord {
  return {
    id: `${source}:${id}`,
    at,
    place,
    act: evidenceText(act.name),
    official: act.official,
    institution: act.institution,
    duties: act.duties.map(evidenceText),
    traceId: evidenceText(act.traceId),
    closedAt: null,
    ...subjectOf(payload),
    ...endOf(payload),
    ...particularsOf(act, payload, claimedAt),
  };
}

/** The institution in whose perimeter an event happened; null for the exchange's own, and where a refused id tells nothing. */
export function perimeterOf(payload: EventPayload): InstitutionCode | null {
  const { documentIds, consignmentId } = subjectOf(payload);
  switch (payload.type) {
    case 'document':
    case 'import':
      return payload.institution;
    case 'intake':
      return payload.institution;
    case 'export':
      return perimeterOfExport(payload.exportId);
    case 'refused':
      return headOf(documentIds[0] ?? consignmentId);
    case 'consignment':
    case 'official':
    case 'regulation':
    case 'breakGlass':
    case 'unread':
      return null;
  }
}

function subjectOf(payload: EventPayload): Pick<AuditRecord, 'documentIds' | 'consignmentId'> {
  switch (payload.type) {
    case 'document':
    case 'breakGlass':
      return { documentIds: [payload.documentId], consignmentId: null };
    case 'import':
      return { documentIds: payload.cards.map(({ documentId }) => documentId), consignmentId: null };
    case 'intake':
    case 'consignment':
      return { documentIds: [payload.documentId], consignmentId: payload.consignmentId };
    case 'official':
    case 'unread':
      return { documentIds: [], consignmentId: null };
    case 'regulation':
      return { documentIds: [regulationId(payload.version)], consignmentId: null };
    case 'export':
      return { documentIds: [payload.exportId], consignmentId: null };
    case 'refused':
      return namedBy(payload.subject);
  }
}

/** What a refused act named, if that was a consignment or a document. */
function namedBy(subject: string | null): Pick<AuditRecord, 'documentIds' | 'consignmentId'> {
  if (subject === null || isOfficial(subject)) return { documentIds: [], consignmentId: null };
  return isConsignment(subject)
    ? { documentIds: [], consignmentId: subject }
    : { documentIds: [evidenceText(subject)], consignmentId: null };
}

/** By whose delegation it was done (§2.5), about which official (§2.6), about which sight in an emergency (§13), and when it is said to have been (§10.11). */
function particularsOf({ delegatedBy }: Act, payload: EventPayload, claimedAt: string | undefined): Pick<AuditRecord, 'particulars'> {
  const about = aboutOf(payload);
  const particulars = {
    ...(delegatedBy === undefined ? {} : { delegatedBy }),
    ...(about === undefined ? {} : { about }),
    ...(payload.type === 'breakGlass' ? { breakGlass: [payload.breakGlassId] } : {}),
    ...(payload.type === 'export' ? { export: exportIn(payload) } : {}),
    ...(claimedAt === undefined ? {} : { claimedAt }),
  };
  return Object.keys(particulars).length === 0 ? {} : { particulars };
}

const exportIn = ({ query, rows, size, sha256 }: ExportEvent): AuditedExport => ({ query, rows, size, sha256 });

function aboutOf(payload: EventPayload): AuditParticulars['about'] {
  if (payload.type === 'official') return { official: payload.officialId, duty: payload.duty };
  if (payload.type === 'breakGlass') return { official: payload.officialId, duty: null };
  return payload.type === 'refused' && payload.subject !== null && isOfficial(payload.subject)
    ? { official: payload.subject, duty: null }
    : undefined;
}

function endOf(payload: EventPayload): Pick<AuditRecord, 'outcome' | 'code' | 'clause'> {
  if (payload.type === 'export' && payload.failure !== null) return { outcome: 'FAILED', ...payload.failure };
  // What came of it nobody here can say: as one that was never closed it stands where auditors look (§10.8).
  if (payload.type === 'unread') return { outcome: 'OPEN', code: null, clause: null };
  if (payload.type !== 'refused') return { outcome: 'DONE', code: null, clause: null };
  return { outcome: 'REFUSED', code: payload.code, clause: payload.clause };
}

const isConsignment = (subject: string): boolean => parses(parseConsignmentId, subject);
const isOfficial = (subject: string): boolean => parses(parseOfficialId, subject);

const headOf = (id: string | null): InstitutionCode | null => {
  if (id === null) return null;
  if (parses(parseDocumentId, id)) return institutionOf(parseDocumentId(id));
  if (parses(parseExportId, id)) return perimeterOfExport(parseExportId(id));
  return parses(parseConsignmentId, id) ? institutionOf(parseConsignmentId(id)) : null;
};

function parses(parse: (text: unknown) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
