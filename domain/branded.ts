import { Refusal } from './errors.ts';

/** A string that one parser has checked: past the parser nobody checks again. */
export type Branded<Name extends string> = string & { readonly __brand: Name };

/** The one parser of a branded string. */
export interface Parser<T extends Branded<string>> {
  (text: unknown): T;
  /** Also says in which field of an input it stands. */
  readonly at: (field: string, text: unknown) => T;
  /** The same of a field that may be left open; an empty text is none of that, and malformed. */
  readonly given: (field: string, text: unknown) => T | null;
}

/** Makes the one parser of a branded string. It throws `Refusal('MALFORMED_ID')` with what was expected. */
export function parser<T extends Branded<string>>(what: string, pattern: RegExp): Parser<T> {
  const at = (field: string, text: unknown): T => {
    if (typeof text !== 'string' || !pattern.test(text)) throw new Refusal('MALFORMED_ID', `${field} is no ${what}.`);
    return text as T;
  };
  const given = (field: string, text: unknown): T | null => (text === null || text === undefined ? null : at(field, text));
  return Object.assign((text: unknown) => at('This', text), { at, given });
}
