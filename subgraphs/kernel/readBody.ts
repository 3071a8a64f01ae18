import type { IncomingMessage } from 'node:http';

/** How much one request may bring, in bytes. */
const LARGEST_BODY = 32 * 1024 * 1024;
/** For how long it may come, in milliseconds. */
const LONGEST_READING_MS = 30_000;
const NOTHING = Buffer.alloc(0);

/** The whole body; null where it is too large. */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  // Nearly every body comes with its head: when this turn of the event loop has read what has come, it is there and nothing has to be waited for.
  // Each request goes on by itself: what several ask in one go Prisma would put into one statement, and that would wait as long as one of them does.
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      if (request.complete) resolve((request.read() as Buffer | null) ?? NOTHING);
      else gather(request, resolve, reject);
    });
  });
}

/** Piece by piece, within the time that one body has. A loop over its pieces would cost as much as checking the mandate's text. */
function gather(request: IncomingMessage, resolve: (body: Buffer | null) => void, reject: (error: Error) => void): void {
  // It is closed after its end as well: an error is made only where it was not.
  const brokenOff = (): void => {
    if (!request.complete) reject(new Error('The request broke off.'));
  };
  if (request.destroyed) return void brokenOff();
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
    resolve(Buffer.concat(parts));
  });
  request.once('error', reject);
  request.once('close', () => {
    clearTimeout(overdue);
    brokenOff();
  });
}
