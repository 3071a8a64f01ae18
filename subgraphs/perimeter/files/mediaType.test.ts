import { deflateRawSync, gzipSync } from 'node:zlib';
import { Refusal } from '@chancery/domain';
import { describe, expect, test } from 'vitest';
import { zipOf } from '../../../tests/kit/archives.ts';
import { typeOf } from './mediaType.ts';

const taken = new Set(['application/pdf', 'text/plain', 'text/csv', 'application/json', 'image/png', 'application/zip']);
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const text = Buffer.from('Annex 1. Додаток.\n');

describe('the type of a file (§4.11)', () => {
  test.each([
    ['application/pdf', pdf, 'application/pdf'],
    ['Application/PDF; charset=binary', pdf, 'application/pdf'],
    ['application/x-pdf', pdf, 'application/pdf'],
    ['image/png', png, 'image/png'],
    ['text/plain; charset=utf-8', text, 'text/plain'],
    ['text/csv', text, 'text/csv'],
    ['application/json', Buffer.from('{"a":1}'), 'application/json'],
    ['application/octet-stream', pdf, 'application/pdf'],
    ['application/octet-stream', text, 'text/plain'],
    [null, png, 'image/png'],
  ])('said to be %s is what it is', async (said, beginning, type) => {
    expect(await typeOf(said, beginning, taken)).toBe(type);
  });

  test.each([
    ['application/pdf', gzipSync(text), 'application/gzip'],
    ['application/pdf', text, 'text/plain'],
    ['text/plain', pdf, 'application/pdf'],
    ['image/png', Buffer.from('GIF89a'), 'image/gif'],
    ['text/plain', Buffer.from('a\u0000b'), 'nothing that is known'],
    ['text/plain', Buffer.from([0xff, 0xfe, 0xfd]), 'nothing that is known'],
    ['application/pdf', Buffer.from('MZ\u0090\u0000'), 'application/x-msdownload'],
    [null, Buffer.from([0xff, 0xfe, 0xfd]), 'nothing that is known'],
  ])('said to be %s and found to be another is refused with both', async (said, beginning, found) => {
    const refused = await typeOf(said, beginning, taken).catch((error: Error) => error);
    expect(refused).toMatchObject({ code: 'FILE_TYPE_MISMATCH' });
    expect(String(refused)).toContain(`is ${found}`);
  });

  test('that is not taken is refused with those that are', async () => {
    await expect(typeOf('application/gzip', gzipSync(text), taken)).rejects.toMatchObject({
      code: 'FILE_TYPE_REFUSED',
      message: expect.stringContaining('application/gzip; taken are application/pdf'),
    });
    await expect(typeOf('text/html', Buffer.from('<script>1</script>'), taken)).rejects.toMatchObject({ code: 'FILE_TYPE_MISMATCH' });
  });

  test('that is no type is bad input', async () => {
    await expect(typeOf('text', text, taken)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('of a text that is cut off within a letter is text all the same', async () => {
    const long = Buffer.from('ї'.repeat(40_000)).subarray(0, 64 * 1024 - 1);
    const whole = Buffer.concat([Buffer.from('a'), long]);
    expect(await typeOf('text/plain', whole.subarray(0, 64 * 1024), taken)).toBe('text/plain');
  });

  const documents = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const archives = new Set([...taken, documents, 'application/vnd.oasis.opendocument.text']);
  const zeros = deflateRawSync(Buffer.alloc(60_000_000));
  const contentTypes = '[Content_Types].xml';

  test('of an archive is told from its beginning: whole, cut off, or with false sizes', async () => {
    const sound = zipOf('annex.txt', { method: 0, bytes: text, size: text.length });
    expect(await typeOf('application/zip', sound, archives)).toBe('application/zip');
    expect(await typeOf('application/zip', sound.subarray(0, 40), archives)).toBe('application/zip');
    expect(await typeOf('application/zip', zipOf('a.txt', { method: 8, bytes: text, size: 0xffffffff }), archives)).toBe('application/zip');
    await expect(typeOf(documents, sound, archives)).rejects.toMatchObject({ code: 'FILE_TYPE_MISMATCH' });
    const list = Buffer.from(`<Types><Override ContentType="${documents}.main+xml"/></Types>`);
    expect(await typeOf(documents, zipOf(contentTypes, { method: 8, bytes: deflateRawSync(list), size: list.length }), archives)).toBe(
      documents,
    );
    const long = zipOf('word/media/photo.png', { method: 0, bytes: Buffer.alloc(100_000), size: 100_000 });
    expect(await typeOf(documents, long.subarray(0, 64 * 1024), archives)).toBe(documents);
    const open = zipOf('mimetype', { method: 0, bytes: Buffer.from('application/vnd.oasis.opendocument.text'), size: 39 });
    expect(await typeOf('application/vnd.oasis.opendocument.text', open, archives)).toBe('application/vnd.oasis.opendocument.text');
  });

  test.each([
    ['an archive', 'bomb.bin', 60_000_000],
    ['a document whose list of contents is huge', contentTypes, 60_000_000],
    ['a document whose list of contents is said to be small', contentTypes, 100],
    ['a mark of a type that is huge', 'mimetype', 60_000_000],
  ])('of %s that is small and holds much is told without unpacking it', async (_what, name, size) => {
    const bomb = zipOf(name, { method: 8, bytes: zeros, size });
    expect(bomb.length).toBeLessThan(64 * 1024);
    const before = process.resourceUsage().maxRSS;
    const begun = performance.now();
    const type = await typeOf(null, bomb, archives).catch((error: Error) => error);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(30_000);
    expect(type === 'application/zip' || type === documents || type instanceof Refusal).toBe(true);
  });

  test('of gzip in gzip is told from the outside', async () => {
    const before = process.resourceUsage().maxRSS;
    await expect(typeOf(null, gzipSync(gzipSync(Buffer.alloc(60_000_000))), archives)).rejects.toMatchObject({ code: 'FILE_TYPE_REFUSED' });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(60_000);
  });
});
