import type { IncomingMessage } from 'node:http';

/** How much one request may bring, in bytes. */
const LARGEST_BODY = 32 * 1024 * 1024;
/** For how long it may come, in milliseconds. */
const LONGEST_READING_MS = 30_000;

/** The whole body; null where it is too large. A loop over its pieces would cost as much as checking the mandate's text. */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const overdue = setTimeout(() => request.destroy(), LONGEST_READING_MS);
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= LARGEST_BODY) return void parts.push(part);
      request.pause();
      resolve(null);
    });
    request.once('end', () => {
      clearTimeout(overdue);
      resolve(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts));
    });
    request.once('error', reject);
    // It is closed after its end as well: an error is made only where it was not.
    request.once('close', () => {
      clearTimeout(overdue);
      if (!request.complete) reject(new Error('The request broke off.'));
    });
  });
}
