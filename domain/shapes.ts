import { Refusal } from './errors.ts';
import { cleanText } from './text.ts';

// How what came from elsewhere is read, part by part: each throws `BAD_INPUT`, or the refusal of a text or an id, naming the part that is wrong.

export function record(field: string, value: unknown): { readonly [name: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(field, 'is missing');
  return value as { readonly [name: string]: unknown };
}

export function list(field: string, value: unknown, most: number, least = 0): readonly unknown[] {
  if (!Array.isArray(value) || value.length < least || value.length > most) throw wrong(field, `takes ${least} to ${most} items`);
  return value;
}

export function text(field: string, value: unknown, limit: number): string {
  if (typeof value !== 'string') throw wrong(field, 'is no text');
  return cleanText(field, value, limit);
}

export function matching(field: string, value: unknown, pattern: RegExp, limit = 100): string {
  if (typeof value !== 'string' || value.length > limit || !pattern.test(value)) throw wrong(field, 'is not well formed');
  return value;
}

export function count(field: string, value: unknown, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > most) throw wrong(field, 'is no number from 1');
  return value;
}

/** A number from 0. */
export function amount(field: string, value: unknown): number {
  return value === 0 ? 0 : count(field, value);
}

export function oneOf<Name extends string>(field: string, value: unknown, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found === undefined) throw wrong(field, 'is none of those that there are');
  return found;
}

/** What may be nothing. */
export const orNull = <T>(value: unknown, parse: (value: unknown) => T): T | null => (value === null ? null : parse(value));

export const wrong = (field: string, what: string): Refusal => new Refusal('BAD_INPUT', `${field} ${what}.`);
