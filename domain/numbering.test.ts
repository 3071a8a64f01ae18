import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from './errors.ts';
import { parseInstitutionCode, parseKind } from './ids.ts';
import { numberForm, numberText, parseNumberPattern, usualPatterns } from './numbering.ts';

const institution = parseInstitutionCode('US0412');
const kind = parseKind('Form2');

/** What a pattern may be made of, put together at random: some of it stands, and some of it does not. */
const pieces = fc.array(
  fc.constantFrom(
    '{institution}',
    '{kind}',
    '{year}',
    '{number}',
    '{number:3}',
    '{number:12}',
    '-',
    '/',
    '.',
    '_',
    ' ',
    'IN',
    'Вх',
    '№',
    '7',
    '{',
    '}',
  ),
  { maxLength: 8 },
);
const patterns = pieces.map((parts) => parts.join('')).filter(stands);

function stands(pattern: string): boolean {
  try {
    parseNumberPattern('pattern', pattern);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const given = fc.record({ year: fc.integer({ min: 2000, max: 2100 }), position: fc.integer({ min: 1, max: 99_999_999 }) });
const write = (pattern: string, { year, position }: { readonly year: number; readonly position: number }) =>
  numberText(numberForm(pattern, { institution, direction: 'OUTGOING', kind, year }), position);

describe('a number', () => {
  it('is written as its pattern says', () => {
    const register = {
      institution: parseInstitutionCode('JUS'),
      direction: 'OUTGOING',
      kind: parseKind('CourtRuling'),
      year: 2026,
    } as const;
    const written = (pattern: string, position: number) => numberText(numberForm(pattern, register), position);
    expect(written(usualPatterns.OUTGOING, 17)).toBe('JUS-2026/000017');
    expect(written(usualPatterns.INCOMING, 1_234_567)).toBe('JUS-IN-2026/1234567');
    expect(written('{year}/{number}', 5)).toBe('2026/5');
    expect(written('{kind} {year}.{number:2}-{institution}', 5)).toBe('CourtRuling 2026.05-JUS');
  });

  it('is never written like another of its register, whatever patterns were in force', () => {
    fc.assert(
      fc.property(patterns, patterns, given, given, (one, other, first, second) => {
        fc.pre(first.year !== second.year || first.position !== second.position);
        expect(write(one, first)).not.toBe(write(other, second));
      }),
    );
    // Figures that are close to each other are where a clash would be.
    const close = fc.record({ year: fc.constantFrom(2025, 2026), position: fc.constantFrom(1, 5, 2025, 2026, 20252026) });
    fc.assert(
      fc.property(patterns, patterns, close, close, (one, other, first, second) => {
        fc.pre(first.year !== second.year || first.position !== second.position);
        expect(write(one, first)).not.toBe(write(other, second));
      }),
    );
  });

  it.each([
    '',
    '{number}',
    '{year}',
    '{number}/{year}',
    '{year}{number}',
    '{year}/{number}/{number}',
    '{year}-{year}/{number}',
    '{institution}{year}/{number}',
    '{year}/{number}{kind}',
    '{year}/A{number}',
    '{year}/1-{number}',
    '{year}/{number:0}',
    '{year}/{number:13}',
    '{year}/{number:x}',
    '{year}/{position}',
    ' {year}/{number}',
    '{year}/{number}\n',
    '{year}/{number}<',
    `{year}/{number}${'-'.repeat(80)}`,
  ])('has no pattern %j', (pattern) => {
    expect(() => parseNumberPattern('numbering[0].pattern', pattern)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(() => parseNumberPattern('numbering[0].pattern', pattern)).toThrow('numbering[0].pattern');
  });
});
