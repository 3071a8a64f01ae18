import type { ServerResponse } from 'node:http';
import { styleDigest } from './pages.ts';

/** Sends a page; `back` is where the browser goes after its form: to the client that began the way. */
export function sendPage(response: ServerResponse, status: number, page: string, back?: unknown): void {
  response.writeHead(status, { ...pageHeaders(back === undefined ? '' : originOf(back)), 'content-length': Buffer.byteLength(page) });
  response.end(page);
}

// After the form the browser is sent back to the client, and Chromium holds that to `form-action` as well.
const originOf = (redirectUri: unknown): string => URL.parse(String(redirectUri))?.origin ?? '';

/** What a browser may do with a page of ours: nothing but show it and send its form. */
export const pageHeaders = (formTarget = ''): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src ${styleDigest}; form-action 'self' ${formTarget}; frame-ancestors 'none'; base-uri 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
});
