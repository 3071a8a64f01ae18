import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText, textLimits } from './text.ts';

const refusalOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('a text', () => {
  it('is kept letter for letter, or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const kept = refusalOf(() => cleanText('abstract', text, 40));
        expect([text, 'TEXT_TOO_LONG', 'CONTROL_CHARACTERS']).toContain(kept);
      }),
    );
  });

  it.each(['\u0000', '\u0007', '\u001b[31m', '\u007f', '\u0085', 'half \ud83d'])('refuses control characters: %j', (text) => {
    expect(refusalOf(() => cleanText('abstract', text, 100))).toBe('CONTROL_CHARACTERS');
  });

  it.each(['\u202a', '\u202b', '\u202c', '\u202d', 'order \u202e54.3', '\u2066', '\u2067', '\u2068', '\u2069'])(
    'refuses what turns the direction of reading, so that a text shows other than it is: %j',
    (text) => {
      expect(refusalOf(() => cleanText('abstract', text, 100))).toBe('CONTROL_CHARACTERS');
    },
  );

  it('takes lines, tabs and every letter', () => {
    const text = 'Стаття 1.\n\tКіт 🐈 «є»\r\n';
    expect(cleanText('body', text, textLimits.body)).toBe(text);
  });

  it('is as long as its field takes, and no longer', () => {
    expect(cleanText('title', 'a'.repeat(500), textLimits.title)).toHaveLength(500);
    expect(refusalOf(() => cleanText('title', 'a'.repeat(501), textLimits.title))).toBe('TEXT_TOO_LONG');
  });
});

describe('a line', () => {
  it('has no white space around it', () => {
    expect(cleanLine('court', '  Kyiv \u00a0')).toBe('Kyiv');
  });

  it('says something', () => {
    expect(refusalOf(() => cleanLine('court', ' \t '))).toBe('BAD_INPUT');
    expect(refusalOf(() => cleanLine('title', ''))).toBe('TITLE_REQUIRED');
    for (const unseen of ['\u200b', '\u00a0\u2060', '\u3164', '\u2800\u2800', '\u{e0041}'])
      expect(refusalOf(() => cleanLine('title', unseen))).toBe('TITLE_REQUIRED');
  });

  it.each(['a\nb', 'a\tb', 'a\u2028b'])('is one line: %j', (text) => {
    expect(refusalOf(() => cleanLine('title', text))).toBe('CONTROL_CHARACTERS');
  });
});
