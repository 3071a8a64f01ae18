import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { opened, sealed, sealedPart } from './cipher.ts';

const PIECE = 64 * 1024;
const key = randomBytes(32);

async function* inParts(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function gathered(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

const seal = (bytes: Buffer, length = 10_000) => gathered(sealed(key, inParts(bytes, length)));

async function read(stored: Buffer, size: number, from: number, to: number, length = 7_777): Promise<Buffer> {
  const part = sealedPart(size, { from, to });
  return gathered(opened(key, size, { from, to }, inParts(stored.subarray(part.from, part.to), length)));
}

describe('a file at rest (§4.11)', () => {
  test.each([1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17])(
    'of %i bytes comes back as it was, and is stored otherwise',
    async (size) => {
      const bytes = randomBytes(size);
      const stored = await seal(bytes);

      expect(stored.length).toBe(size + Math.ceil(size / PIECE) * 16);
      expect((await read(stored, size, 0, size)).equals(bytes)).toBe(true);
      expect(size > 32 && stored.includes(bytes.subarray(0, 32))).toBe(false);
    },
  );

  test('is sealed the same however it came in parts', async () => {
    const bytes = randomBytes(2 * PIECE + 5);
    const [one, other] = [await seal(bytes, 1), await seal(bytes, 1_000_000)];
    expect(one.equals(other)).toBe(true);
  });

  test.each([
    [0, 1],
    [PIECE - 1, PIECE],
    [PIECE - 1, PIECE + 1],
    [PIECE, PIECE + 1],
    [10, 2 * PIECE + 10],
    [3 * PIECE, 3 * PIECE + 17],
    [3 * PIECE + 16, 3 * PIECE + 17],
  ])('is read from %i to before %i without the rest', async (from, to) => {
    const bytes = randomBytes(3 * PIECE + 17);
    const stored = await seal(bytes);
    const part = sealedPart(bytes.length, { from, to });

    expect((await read(stored, bytes.length, from, to)).equals(bytes.subarray(from, to))).toBe(true);
    expect(part.to - part.from).toBeLessThanOrEqual(Math.ceil((to - from) / PIECE + 1) * (PIECE + 16));
  });

  const spoilt: readonly (readonly [string, (stored: Buffer) => Buffer])[] = [
    ['a bit is turned', (stored) => Buffer.concat([stored.subarray(0, 100), Buffer.from([(stored[100] ?? 0) ^ 1]), stored.subarray(101)])],
    ['its end is cut off at a piece', (stored) => stored.subarray(0, 2 * (PIECE + 16))],
    ['its end is cut off', (stored) => stored.subarray(0, -1)],
    ['two pieces are exchanged', (stored) => exchanged(stored)],
    [
      'a piece is repeated',
      (stored) => Buffer.concat([stored.subarray(0, PIECE + 16), stored.subarray(0, PIECE + 16), stored.subarray(2 * (PIECE + 16))]),
    ],
  ];
  test.each(spoilt)('is not given where %s', async (_what, spoil) => {
    const bytes = randomBytes(2 * PIECE + 500);
    const stored = spoil(await seal(bytes));
    await expect(read(stored, bytes.length, 0, bytes.length)).rejects.toThrow();
  });

  test('is not opened by another key', async () => {
    const stored = await gathered(sealed(randomBytes(32), inParts(Buffer.from('secret'), 10)));
    await expect(read(stored, 6, 0, 6)).rejects.toThrow();
  });
});

function exchanged(stored: Buffer): Buffer {
  const [one, other] = [stored.subarray(0, PIECE + 16), stored.subarray(PIECE + 16, 2 * (PIECE + 16))];
  return Buffer.concat([other, one, stored.subarray(2 * (PIECE + 16))]);
}
