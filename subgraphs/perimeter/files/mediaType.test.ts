import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
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
});
