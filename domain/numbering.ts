import { Refusal } from './errors.ts';
import type { InstitutionCode, Kind } from './ids.ts';
import type { RegisterDirection } from './register.ts';

/** How a register writes its numbers: which institutions' books, which of the two, for which kinds. §6.4 */
export interface NumberingRule {
  readonly institution: string;
  readonly direction: RegisterDirection;
  readonly kind: string;
  /** Such as `{institution}-{year}/{number:6}`. */
  readonly pattern: string;
}

/** The book that gives a number, and the kind of what is entered in it. */
export interface NumberedIn {
  readonly institution: InstitutionCode;
  readonly direction: RegisterDirection;
  readonly kind: Kind;
  readonly year: number;
}

/** A number with its place left open: what stands before it, with how many digits it is written at least, what stands behind it. */
export interface NumberForm {
  readonly before: string;
  readonly digits: number;
  readonly after: string;
}

/** How numbers are written where no rule says otherwise: `JUS-2026/000017`, and `FIN-IN-2026/000003` for what comes in. */
export const usualPatterns = {
  OUTGOING: '{institution}-{year}/{number:6}',
  INCOMING: '{institution}-IN-{year}/{number:6}',
} as const satisfies Readonly<Record<RegisterDirection, string>>;

const LONGEST_PATTERN = 80;
const written = /^(?:\{institution\}|\{kind\}|\{year\}|\{number(?::(?:[1-9]|1[0-2]))?\}|[\p{L}/._ -])+$/u;
const place = /\{number(?::(\d+))?\}/;
/** Year and number stand by themselves: what stands next to them is no letter and no other part. */
const alone = /(?<![\p{L}}])\{(?:year|number(?::\d+)?)\}(?![\p{L}{])/gu;

/**
 * A pattern for numbers. Year and number stand in it once each, in this order, apart from everything else, and no digits beside them: so no two
 * numbers of an institution's register can ever be written the same, whatever pattern was in force when each was given. Throws `BAD_INPUT`.
 */
export function parseNumberPattern(field: string, pattern: string): string {
  const inOrder = pattern.indexOf('{year}') !== -1 && pattern.indexOf('{year}') < pattern.search(place);
  const isWhole = pattern.length <= LONGEST_PATTERN && written.test(pattern) && pattern.trim() === pattern;
  if (!isWhole || !inOrder || pattern.match(alone)?.length !== 2 || pattern.match(/\{(year|number)/g)?.length !== 2)
    throw new Refusal('BAD_INPUT', `${field} is no pattern for numbers: write one such as {institution}-{year}/{number:6}.`);
  return pattern;
}

/** A pattern with everything filled in but the number. */
export function numberForm(pattern: string, { institution, kind, year }: NumberedIn): NumberForm {
  const at = place.exec(pattern);
  const filled = (text: string) => text.replace('{year}', String(year)).replaceAll('{institution}', institution).replaceAll('{kind}', kind);
  if (at === null) throw new Refusal('BAD_INPUT', 'A pattern for numbers has a place for the number.');
  return {
    before: filled(pattern.slice(0, at.index)),
    digits: Number(at[1] ?? 1),
    after: filled(pattern.slice(at.index + at[0].length)),
  };
}

/** A number as its form writes it. */
export const numberText = ({ before, digits, after }: NumberForm, position: number): string =>
  `${before}${String(position).padStart(digits, '0')}${after}`;
