import {
  type Caller,
  type DocumentFacts,
  EXCHANGE,
  hasClearance,
  type InstitutionCode,
  type OfficialId,
  parseInstitutionCode,
  parseOfficialId,
  Refusal,
  type RefusalCode,
} from '@chancery/domain';
import { type CallContext, callerOf } from '@chancery/kernel';
import { type Explanation, explain, explaining, refusalUnder } from '@chancery/policy';
import type { OfficialEntry } from '@chancery/trust';
import { loadersOf } from '../loaders.ts';
import type { Perimeter } from '../perimeter.ts';
import { servedDocument } from './documents.ts';

export interface ExplainAccessArguments {
  readonly documentId: string;
  readonly official: string;
  readonly operation: string;
  readonly actingFor?: string | null;
}

/** An explanation as the graph shows it. */
export interface AccessExplanation {
  readonly verdict: 'ALLOWED' | 'REFUSED';
  readonly code: RefusalCode | null;
  readonly official: { readonly id: OfficialId };
  readonly actingFor: { readonly code: InstitutionCode };
  readonly operation: string;
  readonly clauses: Explanation['clauses'];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/**
 * §3.8 Why an official may do something with a document of this perimeter now, or may not. For security officers and auditors of its
 * institution and of the exchange; to others there is no such document. Throws `DOCUMENT_NOT_FOUND`, `OFFICIAL_UNKNOWN`, `BAD_INPUT`.
 */
export async function explainAccess(
  perimeter: Perimeter,
  context: CallContext,
  { documentId, official, operation, actingFor }: ExplainAccessArguments,
): Promise<AccessExplanation> {
  const id = await servedDocument(perimeter, documentId);
  const asker = callerOf(context);
  const refusal = refusalUnder(explaining, asker);
  if (refusal !== null) throw refusal;
  const document = await loadersOf(perimeter, context).cards.load(id);
  if (document === undefined || !mayAsk(asker, document)) throw new Refusal('DOCUMENT_NOT_FOUND');
  const entry = await perimeter.directory.findOfficial(parseOfficialId(official));
  if (entry === undefined) throw new Refusal('OFFICIAL_UNKNOWN');
  const institution = actingFor === null || actingFor === undefined ? entry.institution : parseInstitutionCode(actingFor);
  const caller = callerFor(perimeter, entry, institution, context.now);
  const signers = document.signatures.map((signature) => signature.official);
  const rules = await perimeter.directory.findRegulation(context.now);
  const openTo = openedBySight.includes(operation) ? perimeter.directory.openTo(id, context.now) : [];
  const facts = { ...document, signers, openTo };
  const { refusal: code, clauses } = explain(operation, caller, facts, rules);
  return {
    verdict: code === null ? 'ALLOWED' : 'REFUSED',
    code,
    official: { id: entry.id },
    actingFor: { code: institution },
    operation,
    clauses,
    facts: factsOf(caller, facts),
  };
}

/** §3.7 What sight under break-glass lets do, and nothing else. */
const openedBySight: readonly string[] = ['document', 'content', 'files'];

const mayAsk = ({ institution }: Caller, document: DocumentFacts): boolean =>
  institution === document.institution || institution === EXCHANGE;

/** The official as a caller for an institution; who may not act for it holds no duty there. */
function callerFor({ directory }: Perimeter, entry: OfficialEntry, institution: InstitutionCode, now: Date): Caller {
  try {
    return directory.callerOf(entry, institution, now);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const held = { duties: [] };
    return { official: entry.id, institution, clearance: hasClearance(entry, institution, held), ...held };
  }
}

/** What the clauses were asked about; nothing of what the document says. */
const factsOf = (caller: Caller, document: DocumentFacts): AccessExplanation['facts'] =>
  Object.entries({
    'official.actingFor': caller.institution,
    'official.duties': caller.duties.join(', ') || 'none',
    'official.clearance': String(caller.clearance),
    'document.institution': document.institution,
    'document.status': document.status,
    'document.access': document.access,
    'document.recipients': document.readers.join(', ') || 'none',
    'document.openTo': document.openTo?.join(', ') || 'nobody',
  }).map(([name, value]) => ({ name, value }));
