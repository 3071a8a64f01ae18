/** How large the pieces are in which a file is kept, in bytes: every one but the last. */
export const PIECE = 1024 * 1024;

/** The same bytes in pieces of that size. */
export async function* piecesOf(bytes: AsyncIterable<Uint8Array>, size = PIECE): AsyncGenerator<Uint8Array> {
  let piece = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(size - filled, chunk.length - at);
      piece.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < size) continue;
      yield piece;
      piece = Buffer.allocUnsafe(size);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
