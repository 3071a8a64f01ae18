import { Refusal } from './errors.ts';

/** A string that one parser has checked: past the parser nobody checks again. */
export type Branded<Name extends string> = string & { readonly __brand: Name };

/** Makes the one parser of a branded string. It throws `Refusal('MALFORMED_ID')` with what was expected. */
export function parser<T extends Branded<string>>(what: string, pattern: RegExp): (text: unknown) => T {
  return (text) => {
    if (typeof text !== 'string' || !pattern.test(text)) throw new Refusal('MALFORMED_ID', `This is no ${what}.`);
    return text as T;
  };
}
