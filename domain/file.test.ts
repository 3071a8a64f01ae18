import { describe, expect, test } from 'vitest';
import { cleanFileName, inOrder, likeness, parseFiles } from './file.ts';

const entry = { name: 'Annex 1.pdf', sha256: 'a'.repeat(64), size: 12, mediaType: 'application/pdf' };

describe('a name of a file (§4.10)', () => {
  test.each([
    'Annex 1.pdf',
    'Додаток № 1 (проєкт).docx',
    '附件一.txt',
    'می‌خواهم.pdf',
    "O'Neill & Sons, 50%.csv",
    '100%25 sure, 20%20.txt',
    'a'.repeat(240),
    'archive.tar.gz',
    '\u2764\ufe0f.txt',
    'page.html.zip',
    'What\u2019s new (2nd).odt',
  ])('%s is one', (name) => {
    expect(cleanFileName(name)).toBe(name);
  });

  test('is composed, so that the same letters are the same name', () => {
    expect(cleanFileName('Re\u0301sume\u0301.pdf')).toBe('R\u00e9sum\u00e9.pdf');
  });

  test.each([
    ['../../etc/passwd', 'folders upwards'],
    ['..\\..\\boot.ini', 'folders of Windows'],
    ['/etc/passwd', 'a root'],
    ['C:evil.txt', 'a drive'],
    ['a/b.pdf', 'a folder'],
    ['a\uff0fb.pdf', 'a wide slash'],
    ['a\u2215b.pdf', 'a sign of division'],
    ['a\u2044b.pdf', 'a fraction slash'],
    ['..', 'the folder above'],
    ['.htaccess', 'a hidden file'],
    ['report.', 'a dot at the end'],
    ['CON', 'a device'],
    ['nul.txt', 'a device with an ending'],
    ['\uff23\uff2f\uff2e.txt', 'a device in wide letters'],
    ['what?.txt', 'a wildcard'],
    ['a\u200bb.pdf', 'a space without width'],
    ['a\u200ecod.exe', 'a mark of direction'],
    ['a\ufeffb.pdf', 'a mark of byte order'],
    ['a\u{e0041}.pdf', 'a tag'],
    ['a\u034f.pdf', 'a joiner of signs'],
    ['a\u3164.pdf', 'a filler of Hangul'],
    ['a\u2800.pdf', 'an empty sign of Braille'],
    ['a\u2216b.pdf', 'a set minus'],
    ['a\ufe68b.pdf', 'a small backslash'],
    ['\u2025', 'the folder above in one sign'],
    ['\uff0e\uff0e', 'the folder above in wide dots'],
    ['report.\uff0e', 'a wide dot at the end'],
    ['letter.pdf.exe', 'a program'],
    ['letter.HTML', 'a page'],
    ['letter.\uff45\uff58\uff45', 'a program in wide letters'],
    ['letter.\u0435\u0445\u0435', 'a program in Cyrillic letters'],
    ['letter.e\u200dxe', 'a program with a joiner'],
    ['budget.xlsm', 'a table with macros'],
    ['desktop.ini', 'what a folder looks like'],
    ['letter.library-ms', 'a place elsewhere'],
    ['%2e%2e%2fpasswd', 'folders upwards, as addresses write them'],
    ['a%5Cb.txt', 'a folder of Windows, as addresses write it'],
    ['a%0D%0Ab.txt', 'line ends, as addresses write them'],
  ])('%j is none: %s', (name) => {
    expect(() => cleanFileName(name)).toThrow(expect.objectContaining({ code: 'FILE_NAME_INVALID' }));
  });

  test.each([
    ['invoice\u202efdp.exe', 'CONTROL_CHARACTERS'],
    ['a\u0000.pdf', 'CONTROL_CHARACTERS'],
    ['a\nb.pdf', 'CONTROL_CHARACTERS'],
    ['a\ud800.pdf', 'CONTROL_CHARACTERS'],
    ['   ', 'BAD_INPUT'],
    ['x'.repeat(241), 'TEXT_TOO_LONG'],
    ['ї'.repeat(121), 'TEXT_TOO_LONG'],
  ])('%j is refused as any text is: %s', (name, code) => {
    expect(() => cleanFileName(name)).toThrow(expect.objectContaining({ code }));
  });

  test('names that somebody could take for each other are alike', () => {
    expect(likeness('ANNEX.PDF')).toBe(likeness('annex.pdf'));
    expect(likeness('\uff21nnex.pdf')).toBe(likeness('Annex.pdf'));
    expect(likeness('\u0410nn\u0435x.pdf')).toBe(likeness('Annex.pdf'));
    expect(likeness('Ann\u200dex\ufe0f.pdf')).toBe(likeness('Annex.pdf'));
    expect(likeness('Annex 2.pdf')).not.toBe(likeness('Annex 1.pdf'));
  });
});

describe('files of a bundle (§5.10)', () => {
  test('are kept letter for letter', () => {
    expect(parseFiles([entry])).toEqual([entry]);
  });

  test.each([
    ['none at all', []],
    ['too many', Array.from({ length: 51 }, (_, i) => ({ ...entry, name: `${i}.pdf` }))],
    ['the same name twice', [entry, { ...entry, name: 'ANNEX 1.PDF' }]],
    ['a name that is none', [{ ...entry, name: '../x' }]],
    ['a name that is not composed', [{ ...entry, name: 'e\u0301.pdf' }]],
    ['a digest that is none', [{ ...entry, sha256: 'A'.repeat(64) }]],
    ['a size below 1', [{ ...entry, size: 0 }]],
    ['a type that is none', [{ ...entry, mediaType: 'text/plain\r\nset-cookie: a=b' }]],
    ['no list', entry],
  ])('are refused with %s', (_what, files) => {
    expect(() => parseFiles(files)).toThrow(expect.objectContaining({ name: 'Refusal' }));
  });

  test('have one order, whatever the language of the machine', () => {
    const names = ['ä.txt', 'z.txt', 'Z.txt', 'a.txt'].map((name) => ({ name }));
    expect(inOrder(names).map(({ name }) => name)).toEqual(['Z.txt', 'a.txt', 'z.txt', 'ä.txt']);
  });
});
