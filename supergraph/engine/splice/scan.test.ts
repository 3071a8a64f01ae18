import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unusual } from '../answer/leaves.ts';
import { scan } from './scan.ts';

/** Where the value ends that begins the bytes; null where it is left to others. */
function endOf(what: keyof typeof scan, text: string | Uint8Array): number | null {
  try {
    return scan[what](Buffer.from(text), 0);
  } catch (error) {
    expect(error).toBe(unusual);
    return null;
  }
}

describe('whatever is gone over', () => {
  const pieces = fc.constantFrom(
    '"',
    '\\',
    '-',
    '0',
    '1',
    '25',
    '.',
    'e',
    'E',
    '+',
    'a',
    'é',
    '\\n',
    '\\u0041',
    '\n',
    'true',
    'null',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
    fc.array(pieces, { maxLength: 6 }).map((all) => `"${all.join('')}"`),
    fc.double().map((value) => JSON.stringify(value)),
    fc.double({ min: -1e-4, max: 1e-4 }).map((value) => value.toFixed(8).replace(/0+$/, '')),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );

  test.each(['text', 'integer', 'number', 'truth', 'scalar', 'value'] as const)(
    'as %s, JSON.parse reads and JSON.stringify writes alike',
    (what) => {
      fc.assert(
        fc.property(texts, (text) => {
          const end = endOf(what, text);
          if (end === null) return;
          const part = Buffer.from(text).subarray(0, end).toString();
          expect(JSON.stringify(JSON.parse(part))).toBe(part);
        }),
        { numRuns: 3_000 },
      );
    },
  );

  test('whatever JSON.stringify writes is gone over whole, but numbers with exponents or many digits, and rare escapes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        if (!/\\u|\de|\d[\d.]{14}/.test(text)) expect(endOf('value', text)).toBe(Buffer.byteLength(text));
      }),
    );
  });
});

describe('what ends elsewhere, or not at all', () => {
  test.each([
    ['text', '"a'],
    ['text', '"a\\'],
    ['text', '"a\\u00e9"'],
    ['text', '"a\\/b"'],
    ['text', '"a\tb"'],
    ['integer', '2147483648'],
    ['integer', '1.0'],
    ['integer', '1e3'],
    ['integer', '-0'],
    ['integer', '01'],
    ['integer', ''],
    ['number', '1.50'],
    ['number', '-0'],
    ['number', '1e3'],
    ['number', '1234567890123456'],
    ['number', '1.'],
    ['number', '0.0000001'],
    ['number', '-0.00000025'],
    ['scalar', '0.0000001'],
    ['truth', 'truth'],
    ['none', 'nul'],
    ['scalar', '{}'],
    ['value', '[1'],
    ['value', '{"a":1,}'],
    ['value', '[1 ,2]'],
    ['value', `${'['.repeat(200)}${']'.repeat(200)}`],
  ] as const)('is left to others: as %s %s', (what, text) => {
    expect(endOf(what, text)).toBeNull();
  });
});
