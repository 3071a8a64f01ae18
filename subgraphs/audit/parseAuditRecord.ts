import { type DelegatedDuty, type Duty, duties, parseBreakGlassId, parseOfficialId, Refusal } from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import { parseDecision } from './parseDecision.ts';

const outcomes: readonly AuditRecord['outcome'][] = ['OPEN', 'DONE', 'PARTLY', 'REFUSED', 'FAILED'];

/** How long a text of an entry may be, in UTF-16 code units: what callers send as ids and names reaches the trail as well. */
const LONGEST_TEXT = 200;

/** Reads an entry that the gateway or the embedded issuer hands over; throws `BAD_INPUT` naming the field. Texts are kept as `evidenceText` makes them. */
export function parseAuditRecord(value: unknown): AuditRecord {
  if (typeof value !== 'object' || value === null) throw new Refusal('BAD_INPUT', 'An entry is an object.');
  const entry = value as Readonly<Record<string, unknown>>;
  return {
    id: ulidOf(entry.id),
    at: momentOf('at', entry.at),
    place: text('place', entry.place),
    act: text('act', entry.act),
    official: textOrNone('official', entry.official),
    institution: textOrNone('institution', entry.institution),
    duties: texts('duties', entry.duties),
    documentIds: [...new Set(texts('documentIds', entry.documentIds))],
    consignmentId: textOrNone('consignmentId', entry.consignmentId),
    outcome: outcomes.find((outcome) => outcome === entry.outcome) ?? refuse('outcome'),
    code: textOrNone('code', entry.code),
    clause: textOrNone('clause', entry.clause),
    traceId: text('traceId', entry.traceId),
    closedAt: isNone(entry.closedAt) ? null : momentOf('closedAt', entry.closedAt),
    ...(isNone(entry.decision) ? {} : { decision: parseDecision(entry.decision) }),
    ...(isNone(entry.particulars) ? {} : { particulars: particularsOf(entry.particulars) }),
  };
}

/** Of a gateway's entry: by whose delegation it was done, and with which sight in an emergency (§10.7). Of the issuer's: how often. */
function particularsOf(value: unknown): NonNullable<AuditRecord['particulars']> {
  if (typeof value !== 'object' || value === null) return refuse('particulars');
  const { delegatedBy, breakGlass, times } = value as Readonly<Record<string, unknown>>;
  const told = {
    ...(isNone(delegatedBy) ? {} : { delegatedBy: manyOf(delegatedBy, delegatedOf) }),
    ...(isNone(breakGlass) ? {} : { breakGlass: manyOf(breakGlass, parseBreakGlassId) }),
    ...(isNone(times) ? {} : { times: countOf(times) }),
  };
  return Object.keys(told).length === 0 ? refuse('particulars') : told;
}

const manyOf = <Item>(value: unknown, parse: (item: unknown) => Item): readonly Item[] =>
  Array.isArray(value) ? value.map((item: unknown) => parse(item)) : refuse('particulars');

function delegatedOf(value: unknown): DelegatedDuty {
  const { duty, by } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return isDuty(duty) ? { duty, by: parseOfficialId(by) } : refuse('particulars');
}

const countOf = (value: unknown): number => (Number.isSafeInteger(value) && Number(value) >= 1 ? Number(value) : refuse('particulars'));

const isDuty = (value: unknown): value is Duty => duties.some((duty) => duty === value);

/** A text as the trail keeps it: cut at 200 code units, and what no database stores shown as U+FFFD. */
export const evidenceText = (text: string): string => text.slice(0, LONGEST_TEXT).toWellFormed().replaceAll('\0', '\uFFFD');

const isNone = (value: unknown): value is null | undefined => value === null || value === undefined;

function text(field: string, value: unknown): string {
  return typeof value === 'string' ? evidenceText(value) : refuse(field);
}

function textOrNone(field: string, value: unknown): string | null {
  return isNone(value) ? null : text(field, value);
}

function texts(field: string, value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((item) => text(field, item)) : refuse(field);
}

function ulidOf(value: unknown): string {
  return typeof value === 'string' && /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(value) ? value : refuse('id');
}

function momentOf(field: string, value: unknown): string {
  const moment = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(moment.getTime()) ? refuse(field) : moment.toISOString();
}

function refuse(field: string): never {
  throw new Refusal('BAD_INPUT', `Look at ${field}.`);
}
