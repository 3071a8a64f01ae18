import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Part } from './contentStore.ts';

/**
 * A file at rest: pieces of 64 KiB, each AES-256-GCM under the file's own key with its own tag, so that any part of it is read and verified without
 * the rest. The nonce counts the pieces and marks the last one: none can be left out, repeated or put elsewhere, and no end cut off (the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
 */
const PIECE = 64 * 1024;
const TAG = 16;
const algorithm = 'aes-256-gcm';

/** The encrypted pieces of bytes that come in parts of any length. */
export async function* sealed(key: Uint8Array, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let piece = Buffer.allocUnsafe(PIECE);
  let filled = 0;
  let count = 0;
  for await (const part of bytes) {
    for (let at = 0; at < part.length; ) {
      if (filled === PIECE) {
        yield sealPiece(key, count++, false, piece);
        piece = Buffer.allocUnsafe(PIECE);
        filled = 0;
      }
      const taken = part.copy(piece, filled, at);
      filled += taken;
      at += taken;
    }
  }
  yield sealPiece(key, count, true, piece.subarray(0, filled));
}

/** Which encrypted bytes are read for a part of a file of this size. */
export function sealedPart(size: number, { from, to }: Part): Part {
  const last = Math.floor((to - 1) / PIECE);
  return { from: Math.floor(from / PIECE) * (PIECE + TAG), to: Math.min((last + 1) * (PIECE + TAG), size + piecesOf(size) * TAG) };
}

/** A part of a file of this size, out of the encrypted bytes that `sealedPart` names. Throws where a piece is not as it was sealed, before any of it is given. */
export async function* opened(key: Uint8Array, size: number, part: Part, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let number = Math.floor(part.from / PIECE);
  for await (const piece of inPieces(bytes)) {
    const plain = openPiece(key, number, number === piecesOf(size) - 1, piece);
    const begin = number * PIECE;
    yield plain.subarray(Math.max(0, part.from - begin), part.to - begin);
    number += 1;
  }
  if (number !== Math.floor((part.to - 1) / PIECE) + 1) throw new Error('The content of a file ends early.');
}

const piecesOf = (size: number): number => Math.max(1, Math.ceil(size / PIECE));

async function* inPieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let length = 0;
  for await (let part of bytes) {
    while (length + part.length >= PIECE + TAG) {
      const missing = PIECE + TAG - length;
      yield Buffer.concat([...gathered, part.subarray(0, missing)]);
      part = part.subarray(missing);
      gathered = [];
      length = 0;
    }
    if (part.length > 0) gathered.push(part);
    length += part.length;
  }
  if (length > 0) yield Buffer.concat(gathered);
}

function sealPiece(key: Uint8Array, number: number, isLast: boolean, piece: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithm, key, nonceOf(number, isLast));
  const text = cipher.update(piece);
  cipher.final();
  return Buffer.concat([text, cipher.getAuthTag()]);
}

function openPiece(key: Uint8Array, number: number, isLast: boolean, piece: Buffer): Buffer {
  const decipher = createDecipheriv(algorithm, key, nonceOf(number, isLast), { authTagLength: TAG });
  decipher.setAuthTag(piece.subarray(-TAG));
  const text = decipher.update(piece.subarray(0, -TAG));
  decipher.final();
  return text;
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}
