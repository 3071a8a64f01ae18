import type { AuditParticulars, AuditRecord, DirectoryCopy } from '@chancery/trust';
import { Kind, type SelectionNode } from 'graphql';
import { isOurs } from './errors.ts';
import { type Answer, type Passage, showsSomething } from './passage.ts';

const unavailable: readonly unknown[] = [
  'INTERNAL',
  'INSTITUTION_UNAVAILABLE',
  'SERVICE_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'OPERATION_TOO_SLOW',
];
const mostNamed = 200;
const mostDocuments = 1_000;
const documentId = /^[A-Z][A-Z0-9]{1,11}:[A-Z][A-Za-z0-9]{1,63}:[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const consignmentId = /^[A-Z][A-Z0-9]{1,11}:[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Where a record is written, and who knows of sights under break-glass. */
export interface Recording {
  readonly place: string;
  readonly directory: Pick<DirectoryCopy, 'sightsUsed'>;
}

/** An operation as it is put on record before it runs (§10.2). */
export const openingRecord = (passage: Passage, recording: Recording): AuditRecord => recordOf(passage, recording, open);

/** An operation as it ended (§10.1). */
export function closingRecord(passage: Passage, recording: Recording, now: Date): AuditRecord {
  const answer = passage.answer ?? {};
  const { code, clause } = refusalIn(answer);
  return recordOf(passage, recording, { outcome: outcomeOf(answer), code, clause, closedAt: now.toISOString() });
}

/** How far it has come. */
type Standing = Pick<AuditRecord, 'outcome' | 'code' | 'clause' | 'closedAt'>;

const open: Standing = { outcome: 'OPEN', code: null, clause: null, closedAt: null };

function recordOf(passage: Passage, { place, directory }: Recording, { outcome, code, clause, closedAt }: Standing): AuditRecord {
  const { caller } = passage;
  const named = namedIn(passage);
  // What was read comes first: names that a caller makes up do not crowd it out.
  const documentIds = togetherOf(passage.documents, named.documentIds).slice(0, mostDocuments);
  return {
    id: passage.record,
    at: passage.startedAt.toISOString(),
    place,
    act: passage.operation?.act ?? 'unread',
    official: caller?.official ?? null,
    institution: caller?.institution ?? null,
    duties: caller?.duties ?? [],
    documentIds,
    consignmentId: named.consignmentId,
    outcome,
    code,
    clause,
    traceId: passage.traceId,
    closedAt,
    ...(passage.decision === undefined ? {} : { decision: passage.decision }),
    ...particularsOf(passage, documentIds, directory),
  };
}

/** Each once, in this order. */
function togetherOf(read: ReadonlySet<string>, named: readonly string[]): readonly string[] {
  if (named.length === 0) return read.size === 0 ? named : [...read];
  return [...new Set([...read, ...named])];
}

/** By whose delegation it was done (§2.5), and with which sight in an emergency (§10.7). */
export function particularsOf(
  { caller, startedAt }: Pick<Passage, 'caller' | 'startedAt'>,
  documentIds: readonly string[],
  directory: Recording['directory'],
): { readonly particulars?: AuditParticulars } {
  if (caller === null || (caller.delegatedBy === undefined && documentIds.length === 0)) return none;
  const breakGlass = directory.sightsUsed(caller.official, documentIds, startedAt, new Date());
  const particulars = {
    ...(caller.delegatedBy === undefined ? {} : { delegatedBy: caller.delegatedBy }),
    ...(breakGlass.length === 0 ? {} : { breakGlass }),
  };
  return Object.keys(particulars).length === 0 ? none : { particulars };
}

const none: { readonly particulars?: AuditParticulars } = {};

/** The first refusal, as far as it is one that we know: what a subgraph writes into its errors goes on record only where it is ours. */
function refusalIn({ errors }: Answer): Pick<AuditRecord, 'code' | 'clause'> {
  const { code, clause } = errors?.[0]?.extensions ?? {};
  if (typeof code !== 'string' || !isOurs(code))
    return { code: errors === undefined || errors.length === 0 ? null : 'INTERNAL', clause: null };
  return { code, clause: typeof clause === 'string' && /^\d{1,2}(\.\d{1,2}){1,2}$/.test(clause) ? clause : null };
}

function outcomeOf(answer: Answer): AuditRecord['outcome'] {
  const { errors = [] } = answer;
  if (errors.length === 0) return 'DONE';
  if (showsSomething(answer)) return 'PARTLY';
  return errors.some(({ extensions }) => unavailable.includes(extensions?.code)) ? 'FAILED' : 'REFUSED';
}

/** What an operation is about: the documents that it names, and the consignment. */
export function namedIn(passage: Passage): Pick<AuditRecord, 'documentIds' | 'consignmentId'> {
  const named = namedIds(passage);
  return {
    // Whoever has not signed in does not fill the histories of documents.
    documentIds: named.filter((id) => documentId.test(id)).slice(0, passage.caller === null ? 1 : mostNamed),
    consignmentId: named.find((id) => consignmentId.test(id)) ?? null,
  };
}

/** The operation's name as its sender gave it, or its root fields where it has none: for traces, not evidence. */
export function tracedName({ operation, request }: Passage): string {
  if (operation === undefined)
    return request.operationName !== null && /^\w{1,100}$/.test(request.operationName) ? request.operationName : 'unread';
  const { name, selectionSet } = operation.definition;
  return (name?.value ?? [...new Set(selectionSet.selections.flatMap(rootName))].join(' ')).slice(0, 100) || operation.definition.operation;
}

const rootName = (node: SelectionNode): readonly string[] => (node.kind === Kind.FIELD ? [node.name.value] : []);

/** Ids of documents and consignments among the values that the operation was given. */
function namedIds({ operation, variables }: Passage): readonly string[] {
  const found = new Set<string>();
  const look = (value: unknown, depth: number): void => {
    if (found.size >= mostNamed || depth > 4) return;
    if (typeof value === 'string') {
      if (value.length <= 120 && value.includes(':')) found.add(value);
    } else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) look(each, depth + 1);
  };
  look(variables, 0);
  for (const id of operation?.namedIds ?? []) found.add(id);
  return [...found];
}
