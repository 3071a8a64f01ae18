import { randomBytes } from 'node:crypto';

const BLOCK = 1024 * 1024;

/** A text of so many megabytes, no two of them the same, made as it is read. */
export function fileBody(megabytes: number): ReadableStream<Uint8Array> {
  const block = Buffer.from(randomBytes(BLOCK / 2).toString('hex'));
  let left = megabytes;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (left === 0) return controller.close();
        const part = Buffer.from(block);
        part.write(String(left).padStart(12, '0'));
        left -= 1;
        controller.enqueue(part);
      },
    },
    { highWaterMark: 1 },
  );
}
