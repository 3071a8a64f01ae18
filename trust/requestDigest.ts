import { createHash, hash } from 'node:crypto';

/**
 * What a mandate is bound to: SHA-256 over method and path, with the query, and over every byte of the body; base64url.
 * A mandate for one operation serves no other one, and none with other variables.
 */
export const requestDigest = (method: string, path: string, body: string | Uint8Array = ''): string =>
  typeof body === 'string'
    ? hash('sha256', `${method} ${path}\n${body}`, 'base64url')
    : createHash('sha256').update(`${method} ${path}\n`).update(body).digest('base64url');
