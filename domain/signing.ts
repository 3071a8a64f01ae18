import type { SignedPart } from './bundle.ts';
import type { Json } from './canonical.ts';
import { Refusal } from './errors.ts';

/** The fields that a kind asks for and that the content leaves empty, in the order in which the kind names them. §4.2 */
export const missingContent = (required: readonly string[], content: SignedPart['content']): readonly string[] =>
  required.filter((field) => isEmpty(content[field]));

/** §4.2 Lets content pass that has all that its kind asks for; throws `CONTENT_INCOMPLETE` naming what is missing. */
export function requireContent(required: readonly string[], content: SignedPart['content']): void {
  const missing = missingContent(required, content);
  if (missing.length > 0) throw new Refusal('CONTENT_INCOMPLETE', `Fill in ${missing.join(', ')}.`);
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);
