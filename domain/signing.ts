import type { SignedPart } from './bundle.ts';
import type { Json } from './canonical.ts';
import { type DocumentStatus, documentMoves } from './document.ts';
import { Refusal } from './errors.ts';
import type { Kind, OfficialId } from './ids.ts';
import { after } from './lifecycle.ts';
import { asksApproval, type RegulationRules, signatoriesOf } from './regulationInForce.ts';

/** The fields that a kind asks for and that the content leaves empty, in the order in which the kind names them. §4.2 */
export const missingContent = (required: readonly string[], content: SignedPart['content']): readonly string[] =>
  required.filter((field) => isEmpty(content[field]));

/** §4.2 Lets content pass that has all that its kind asks for; throws `CONTENT_INCOMPLETE` naming what is missing. */
export function requireContent(required: readonly string[], content: SignedPart['content']): void {
  const missing = missingContent(required, content);
  if (missing.length > 0) throw new Refusal('CONTENT_INCOMPLETE', `Fill in ${missing.join(', ')}.`);
}

/** A document as far as it decides who may sign it. */
export interface Signable {
  readonly kind: Kind;
  readonly status: DocumentStatus;
  /** Those who have signed it. */
  readonly signers: readonly OfficialId[];
}

type SigningRules = Pick<RegulationRules, 'approvals' | 'signatories'>;

/**
 * The status after an official has signed. §4.5 A draft of a kind that is approved first waits for that; §5.2 a signed document takes
 * further signatures, each of another official, until as many have signed as the regulation in force asks for.
 * Throws `APPROVAL_MISSING`, `ALREADY_SIGNED`, `DOCUMENT_NOT_DRAFT`, `DOCUMENT_WITHDRAWN`.
 */
export function statusSigned({ kind, status, signers }: Signable, official: OfficialId, rules: SigningRules): DocumentStatus {
  if (status === 'SIGNED' && signers.length < signatoriesOf(rules, kind)) {
    if (signers.includes(official)) throw new Refusal('ALREADY_SIGNED');
    return status;
  }
  if (status === 'DRAFT' && asksApproval(rules, kind)) throw new Refusal('APPROVAL_MISSING');
  return after(documentMoves.sign, status);
}

/** §5.2 Lets a document pass that as many have signed as the regulation in force asks for; throws `SIGNATURES_MISSING`. */
export function requireSignatures({ kind, signers }: Pick<Signable, 'kind' | 'signers'>, rules: SigningRules): void {
  const asked = signatoriesOf(rules, kind);
  if (signers.length < asked)
    throw new Refusal('SIGNATURES_MISSING', `It takes ${asked}; there ${signers.length === 1 ? 'is' : 'are'} ${signers.length}.`);
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);
