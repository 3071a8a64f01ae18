import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from './endpoint.ts';
import { serve } from './server.ts';

const text = JSON.stringify({ data: Array.from({ length: 200 }, (_, n) => ({ id: `JUS:LegalOpinion:${n}`, title: `Über die № ${n}` })) });
const told =
  (body: string, headers: Readonly<Record<string, string>> = {}): Endpoint =>
  () => ({ status: 200, headers: { 'content-type': 'application/json', ...headers }, body });

let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  const endpoints = new Map([
    ['/long', told(text)],
    ['/short', told('{"data":{}}')],
    ['/named', told(text, { vary: 'origin' })],
  ]);
  server = await serve(0, endpoints, { sockets: 10, drainMs: 1_000 });
});
afterAll(() => server.close());

/** What comes over the wire, as it stands. */
async function heard(path: string, encodings: string | undefined, method = 'GET') {
  const { promise, resolve, reject } = Promise.withResolvers<{
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly bytes: Buffer;
  }>();
  const headers = encodings === undefined ? {} : { 'accept-encoding': encodings };
  request(`${server.url}${path}`, { method, headers }, (answer) => {
    void buffer(answer).then((bytes) => resolve({ headers: answer.headers, bytes }), reject);
  })
    .once('error', reject)
    .end();
  return promise;
}

const opened = { br: brotliDecompressSync, gzip: gunzipSync };

describe('a long answer', () => {
  test.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['GZIP, Br;q=0.5', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['br;q=0.1, gzip;q=0.2, identity;q=0.1', 'gzip'],
  ] as const)('goes out to who takes %s by %s', async (encodings, encoding) => {
    const { headers, bytes } = await heard('/long', encodings);

    expect(headers).toMatchObject({ 'content-encoding': encoding, 'content-length': String(bytes.length), vary: 'accept-encoding' });
    expect(opened[encoding](bytes).toString('utf8')).toBe(text);
    expect(bytes.length).toBeLessThan(Buffer.byteLength(text) / 4);
  });

  test.each([undefined, '', 'identity', 'deflate', 'gzip;q=0', 'br;q=0.2, identity', 'gzip;q=nonsense;;, ,'])(
    'goes out as it is to who takes %o',
    async (encodings) => {
      const { headers, bytes } = await heard('/long', encodings);

      expect(headers['content-encoding']).toBeUndefined();
      expect(headers).toMatchObject({ 'content-length': String(bytes.length), vary: 'accept-encoding' });
      expect(bytes.toString('utf8')).toBe(text);
    },
  );

  test('still varies by what it varied by', async () => {
    expect((await heard('/named', 'gzip')).headers.vary).toBe('origin, accept-encoding');
  });

  test('to HEAD has the same head and no body', async () => {
    const { headers, bytes } = await heard('/long', 'br', 'HEAD');

    expect(headers['content-length']).toBe((await heard('/long', 'br')).headers['content-length']);
    expect(bytes).toHaveLength(0);
  });
});

test('a short answer goes out as it is', async () => {
  const { headers, bytes } = await heard('/short', 'br, gzip');

  expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined]);
  expect(bytes.toString()).toBe('{"data":{}}');
});
