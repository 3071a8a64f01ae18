import { duties } from './caller.ts';
import { consignmentStates } from './consignment.ts';
import { accessMarks, documentOrigins, documentStatuses } from './document.ts';
import type {
  CardEvent,
  ConsignmentEvent,
  EventPayload,
  ExportEvent,
  ImportEvent,
  IntakeEvent,
  OfficialEvent,
  RefusedEvent,
} from './event.ts';
import { LONGEST_QUERY } from './exporting.ts';
import {
  institutionOf,
  kindOf,
  parseAppointmentId,
  parseBreakGlassId,
  parseConsignmentId,
  parseDelegationId,
  parseDispatchId,
  parseDocumentId,
  parseExportId,
  parseInstitutionCode,
  parseKind,
  parseOfficialId,
} from './ids.ts';
import { LARGEST_IMPORT, MOST_JOINT } from './importing.ts';
import { parseDay, parseMoment } from './moment.ts';
import type { RefusalCode } from './refusals.ts';
import { amount, count, list, matching, oneOf, orNull, record, text, wrong } from './shapes.ts';
import { textLimits } from './text.ts';

const { line, abstract } = textLimits;
/** PostgreSQL's integer. */
const largest = 2_147_483_647;
const mostReaders = 10_000;

type Fields = { readonly [name: string]: unknown };

/** What happened, as an event tells it, checked for its shape alone. Throws `BAD_INPUT` or `MALFORMED_ID` (or the refusal of a text). */
export function parsePayload(told: Fields): EventPayload {
  switch (told.type) {
    case 'document':
      return parseCard(told);
    case 'import':
      return parseImport(told);
    case 'intake':
      return parseIntake(told);
    case 'consignment':
      return parseConsignment(told);
    case 'official':
      return parseOfficial(told);
    case 'regulation':
      return { type: 'regulation', version: count('version', told.version, largest) };
    case 'breakGlass':
      return {
        type: 'breakGlass',
        breakGlassId: parseBreakGlassId(told.breakGlassId),
        documentId: parseDocumentId(told.documentId),
        officialId: parseOfficialId(told.officialId),
      };
    case 'export':
      return parseExport(told);
    case 'refused':
      return parseRefused(told);
    case 'unread':
      return { type: 'unread' };
    default:
      throw wrong('type', 'is none that there is');
  }
}

function parseCard(told: Fields): CardEvent {
  const documentId = parseDocumentId(told.documentId);
  const kind = kindOf(documentId);
  if (told.kind !== kind) throw wrong('kind', 'is another than that of the id');
  return {
    type: 'document',
    documentId,
    institution: parseInstitutionCode(told.institution),
    kind,
    status: oneOf('status', told.status, documentStatuses),
    access: oneOf('access', told.access, accessMarks),
    title: orNull(told.title, (title) => text('title', title, abstract)),
    abstract: orNull(told.abstract, (words) => text('abstract', words, abstract)),
    documentDate: parseDay('documentDate', told.documentDate),
    outgoingNumber: orNull(told.outgoingNumber, (number) => text('outgoingNumber', number, line)),
    registeredAt: orNull(told.registeredAt, (at) => parseMoment('registeredAt', at)),
    createdAt: parseMoment('createdAt', told.createdAt),
    ...parseOrigin(told),
    readers: list('readers', told.readers, mostReaders).map(parseInstitutionCode),
    revision: count('revision', told.revision, largest),
  };
}

/** An earlier edition says nothing of where a document comes from: it was drafted here, by one institution. */
const parseOrigin = ({ origin = 'EXCHANGE', declaredNumber = null, jointInstitutions = [], language = null }: Fields) => ({
  origin: oneOf('origin', origin, documentOrigins),
  declaredNumber: orNull(declaredNumber, (number) => text('declaredNumber', number, line)),
  jointInstitutions: list('jointInstitutions', jointInstitutions, MOST_JOINT).map(parseInstitutionCode),
  language: orNull(language, (tag) => text('language', tag, line)),
});

/** Each document of an import is of the institution that was entered for. */
function parseImport(told: Fields): ImportEvent {
  const institution = parseInstitutionCode(told.institution);
  const cards = list('cards', told.cards, LARGEST_IMPORT, 1).map((card) => parseCard(record('card', card)));
  if (cards.some((card) => institutionOf(card.documentId) !== institution || card.institution !== institution))
    throw wrong('cards', 'are of another institution');
  return { type: 'import', institution, source: text('source', told.source, line), cards };
}

const parseIntake = (told: Fields): IntakeEvent => ({
  type: 'intake',
  consignmentId: parseConsignmentId(told.consignmentId),
  documentId: parseDocumentId(told.documentId),
  institution: parseInstitutionCode(told.institution),
  state: oneOf('state', told.state, ['REGISTERED', 'REFUSED']),
  registeredAt: orNull(told.registeredAt, (at) => parseMoment('registeredAt', at)),
  decision: orNull(told.decision, (decision) => text('decision', decision, abstract)),
  decidedOn: orNull(told.decidedOn, (day) => parseDay('decidedOn', day)),
  revision: count('revision', told.revision, largest),
});

const parseConsignment = (told: Fields): ConsignmentEvent => ({
  type: 'consignment',
  consignmentId: parseConsignmentId(told.consignmentId),
  dispatchId: parseDispatchId(told.dispatchId),
  documentId: parseDocumentId(told.documentId),
  kind: parseKind(told.kind),
  access: oneOf('access', told.access, accessMarks),
  documentDate: parseDay('documentDate', told.documentDate),
  from: parseInstitutionCode(told.from),
  to: parseInstitutionCode(told.to),
  state: oneOf('state', told.state, consignmentStates),
  acceptedAt: parseMoment('acceptedAt', told.acceptedAt),
  deliveredAt: orNull(told.deliveredAt, (at) => parseMoment('deliveredAt', at)),
  revision: count('revision', told.revision, largest),
});

const parseOfficial = (told: Fields): OfficialEvent => ({
  type: 'official',
  officialId: parseOfficialId(told.officialId),
  institution: parseInstitutionCode(told.institution),
  duty: orNull(told.duty, (duty) => oneOf('duty', duty, duties)),
  reference: orNull(told.reference, (id) => (String(id).includes(':delegation:') ? parseDelegationId(id) : parseAppointmentId(id))),
});

const parseExport = (told: Fields): ExportEvent => ({
  type: 'export',
  exportId: parseExportId(told.exportId),
  query: text('query', told.query, LONGEST_QUERY),
  rows: orNull(told.rows, (rows) => amount('rows', rows)),
  size: orNull(told.size, (size) => amount('size', size)),
  sha256: orNull(told.sha256, (digest) => matching('sha256', digest, /^[0-9a-f]{64}$/)),
  failure: orNull(told.failure, (failure) => {
    const { code, clause } = record('failure', failure);
    return { code: codeOf(code), clause: clauseOf(clause) };
  }),
});

/** A code that a later edition has may be told already. */
const parseRefused = (told: Fields): RefusedEvent => ({
  type: 'refused',
  subject: orNull(told.subject, (subject) => text('subject', subject, line)),
  code: codeOf(told.code),
  clause: clauseOf(told.clause),
});

const codeOf = (code: unknown): RefusalCode => matching('code', code, /^[A-Z][A-Z0-9_]*$/) as RefusalCode;
const clauseOf = (clause: unknown): string | null => orNull(clause, (text) => matching('clause', text, /^\d{1,2}(\.\d{1,2}){0,3}$/));
