import type { IncomingMessage } from 'node:http';
import { together } from '@chancery/trust';
import { refuseSlow } from './malformed.ts';

const largestBody = 1024 * 1024;
const readingMs = 20_000;

/** The whole body, as text; null where it is too large. */
export function readBody(request: IncomingMessage): Promise<string | null> | string | null {
  if (request.method === 'GET' || request.method === 'HEAD') return '';
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return null;
  // Nearly every body comes with its head: when this turn of the event loop has read what has come, it is there and nothing has to be waited for.
  return new Promise((resolve, reject) => {
    together(() => {
      if (request.complete) resolve(textAtHand(request));
      else gather(request, resolve, reject);
    });
  });
}

function textAtHand(request: IncomingMessage): string | null {
  const bytes = request.read() as Buffer | null;
  return bytes === null ? '' : textOf(bytes);
}

const textOf = (bytes: Buffer): string | null => (bytes.length > largestBody ? null : bytes.toString('utf8'));

/** Piece by piece, within the time that one body has. */
function gather(request: IncomingMessage, resolve: (text: string | null) => void, reject: (error: Error) => void): void {
  // It is closed after its end as well: an error is made only where it was not.
  const brokenOff = (): void => {
    if (!request.complete) reject(new Error('The request broke off.'));
  };
  if (request.destroyed) return void brokenOff();
  const chunks: Buffer[] = [];
  const overdue = setTimeout(() => refuseSlow(request.socket, () => request.destroy()), readingMs);
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > largestBody) resolve(null);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    clearTimeout(overdue);
    together(() => resolve(textOf(Buffer.concat(chunks))));
  });
  request.on('error', reject);
  request.on('close', () => {
    clearTimeout(overdue);
    brokenOff();
  });
}
