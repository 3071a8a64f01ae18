import type { IncomingMessage } from 'node:http';
import { together } from '@chancery/trust';
import { refuseSlow } from './malformed.ts';

const largestBody = 1024 * 1024;
const readingMs = 20_000;

/** The whole body, as text; null where it is too large. */
export function readBody(request: IncomingMessage): Promise<string | null> | string | null {
  if (request.method === 'GET' || request.method === 'HEAD') return '';
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return null;
  return new Promise((resolve, reject) => {
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
      const [first] = chunks;
      const text = (first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)).toString('utf8');
      together(() => resolve(text));
    });
    request.on('error', reject);
    // It is closed after its end as well: an error is made only where it was not.
    request.on('close', () => {
      clearTimeout(overdue);
      if (!request.complete) reject(new Error('The request broke off.'));
    });
  });
}
