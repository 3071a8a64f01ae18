import type {
  Act,
  CardEvent,
  ConsignmentEvent,
  EventPayload,
  ExchangeEvent,
  ExportEvent,
  IntakeEvent,
  OfficialEvent,
  RefusedEvent,
} from '@chancery/domain';
import {
  type ExportOwner,
  exportId,
  parseConsignmentId,
  parseDispatchId,
  parseDocumentId,
  parseInstitutionCode,
  parseKind,
  parseOfficialId,
} from '@chancery/domain';
import { ulid } from 'ulid';

export const JUS = parseInstitutionCode('JUS');
export const FIN = parseInstitutionCode('FIN');
export const MOH = parseInstitutionCode('MOH');

/** A document's event: registered, INTERNAL, of JUS; a test changes the one fact it is about. */
export function cardEvent(change: Partial<CardEvent> = {}): CardEvent {
  const institution = change.institution ?? JUS;
  return {
    type: 'document',
    documentId: parseDocumentId(`${institution}:LegalOpinion:${ulid()}`),
    institution,
    kind: parseKind('LegalOpinion'),
    status: 'REGISTERED',
    access: 'INTERNAL',
    title: 'On the reading of clause five',
    abstract: null,
    documentDate: '2026-03-01',
    outgoingNumber: 'JUS-2026/000001',
    registeredAt: '2026-03-02T09:00:00.000Z',
    createdAt: '2026-03-01T09:00:00.000Z',
    origin: 'EXCHANGE',
    declaredNumber: null,
    jointInstitutions: [],
    language: null,
    readers: [],
    revision: 1,
    ...change,
  };
}

/** The exchange's event of a consignment from JUS to FIN, accepted. */
export function consignmentEvent(change: Partial<ConsignmentEvent> = {}): ConsignmentEvent {
  const to = change.to ?? FIN;
  const from = change.from ?? JUS;
  return {
    type: 'consignment',
    consignmentId: parseConsignmentId(`${to}:${ulid()}`),
    dispatchId: parseDispatchId(`${from}:${ulid()}`),
    documentId: parseDocumentId(`${from}:LegalOpinion:${ulid()}`),
    kind: parseKind('LegalOpinion'),
    access: 'INTERNAL',
    documentDate: '2026-03-01',
    from,
    to,
    state: 'ACCEPTED',
    acceptedAt: '2026-03-02T10:00:00.000Z',
    deliveredAt: null,
    revision: 1,
    ...change,
  };
}

/** The recipient's event of a consignment that it registered two hours after the exchange accepted it. */
export const intakeEvent = (consignment: ConsignmentEvent, change: Partial<IntakeEvent> = {}): IntakeEvent => ({
  type: 'intake',
  consignmentId: consignment.consignmentId,
  documentId: consignment.documentId,
  institution: consignment.to,
  state: 'REGISTERED',
  registeredAt: '2026-03-02T12:00:00.000Z',
  decision: null,
  decidedOn: null,
  revision: 1,
  ...change,
});

/** An official of JUS becomes clerk. */
export const officialEvent = (change: Partial<OfficialEvent> = {}): OfficialEvent => ({
  type: 'official',
  officialId: parseOfficialId('JUS:n.kovalenko'),
  institution: JUS,
  duty: 'CLERK',
  reference: null,
  ...change,
});

/** An export was begun at a service or in a perimeter. */
export const exportEvent = (owner: ExportOwner): ExportEvent => ({
  type: 'export',
  exportId: exportId(owner, ulid()),
  query: '{"list":"inbox"}',
  rows: null,
  size: null,
  sha256: null,
  failure: null,
});

/** A refused command about a document or consignment. */
export const refusedEvent = (subject: string | null): RefusedEvent => ({
  type: 'refused',
  subject,
  code: 'DOCUMENT_NOT_DRAFT',
  clause: '4.4',
});

/** An act of a registrar of JUS. */
export const act = (change: Partial<Act> = {}): Act => ({
  name: 'registerDocument',
  official: parseOfficialId('JUS:o.petrenko'),
  institution: JUS,
  duties: ['REGISTRAR'],
  traceId: '0af7651916cd43dd8448eb211c80319c',
  ...change,
});

/** What a feed hands over, each payload as an act of its own. */
export const events = (payloads: readonly EventPayload[], by: Act = act()): readonly ExchangeEvent[] =>
  payloads.map((payload, index) => ({
    id: ulid(),
    position: index + 1,
    at: new Date(Date.UTC(2026, 2, 2, 9, 0, index)).toISOString(),
    act: by,
    payload,
  }));
