import {
  type EventPayload,
  type ExchangeEvent,
  type InstitutionCode,
  institutionOf,
  parseConsignmentId,
  parseDocumentId,
  regulationId,
} from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import { evidenceText } from './parseAuditRecord.ts';

/**
 * What an event says of the act behind it: one entry, known by the service that told it and the event's id, so that a repeat is the same entry
 * and no service can take an id of another's.
 */
export function recordOf({ id, at, act, payload }: ExchangeEvent, source: string, place: string): AuditRecord {
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
  };
}

/** The institution in whose perimeter an event happened; null for the exchange's own, and where a refused id tells nothing. */
export function perimeterOf(payload: EventPayload): InstitutionCode | null {
  const { documentIds, consignmentId } = subjectOf(payload);
  switch (payload.type) {
    case 'document':
      return payload.institution;
    case 'intake':
      return payload.institution;
    case 'refused':
      return headOf(documentIds[0] ?? consignmentId);
    case 'consignment':
    case 'regulation':
      return null;
  }
}

function subjectOf(payload: EventPayload): Pick<AuditRecord, 'documentIds' | 'consignmentId'> {
  switch (payload.type) {
    case 'document':
      return { documentIds: [payload.documentId], consignmentId: null };
    case 'intake':
    case 'consignment':
      return { documentIds: [payload.documentId], consignmentId: payload.consignmentId };
    case 'regulation':
      return { documentIds: [regulationId(payload.version)], consignmentId: null };
    case 'refused':
      return isConsignment(payload.subject)
        ? { documentIds: [], consignmentId: payload.subject }
        : { documentIds: payload.subject === null ? [] : [evidenceText(payload.subject)], consignmentId: null };
  }
}

function endOf(payload: EventPayload): Pick<AuditRecord, 'outcome' | 'code' | 'clause'> {
  if (payload.type !== 'refused') return { outcome: 'DONE', code: null, clause: null };
  return { outcome: 'REFUSED', code: payload.code, clause: payload.clause };
}

const isConsignment = (subject: string | null): subject is string => subject !== null && parses(parseConsignmentId, subject);

const headOf = (id: string | null): InstitutionCode | null => {
  if (id === null) return null;
  if (parses(parseDocumentId, id)) return institutionOf(parseDocumentId(id));
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
