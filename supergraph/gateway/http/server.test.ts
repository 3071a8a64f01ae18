import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';
import { Credentials, type PublicMaterial, type TlsMaterial } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignAuthority, tlsMaterial } from '../../../tests/kit/authority.ts';
import type { Endpoint } from './endpoint.ts';
import { serve } from './server.ts';
import { thumbprintOf } from './thumbprint.ts';

const shown: Endpoint = (request) => ({ status: 200, headers: {}, body: JSON.stringify(thumbprintOf(request)) });

let own: TlsMaterial;
let credentials: Credentials<PublicMaterial>;
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  own = await tlsMaterial({ name: 'api.chancery.example' });
  credentials = new Credentials<PublicMaterial>(own);
  server = await serve(0, new Map([['/', shown]]), { sockets: 10, drainMs: 1_000, tls: credentials });
});
afterAll(() => server.close());

/** What the gateway saw of the certificate that is shown to it. */
async function seenOf(certificate: Partial<TlsMaterial>): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  request(server.url, { ...certificate, ca: own.ca, agent: false }, (answer) => void text(answer).then(resolve, reject))
    .once('error', reject)
    .end();
  return JSON.parse(await promise);
}

const thumbprint = ({ cert }: TlsMaterial): string => {
  const hex = new X509Certificate(cert).fingerprint256.replaceAll(':', '');
  return Buffer.from(hex, 'hex').toString('base64url');
};

describe('the gateway’s own port over TLS', () => {
  it('serves who shows no certificate', async () => {
    expect(await seenOf({})).toBeNull();
  });

  it('knows the certificate that a caller shows by its thumbprint, where the authority for callers issued it', async () => {
    const bank = await tlsMaterial({ name: 'bank' });
    const stranger = await tlsMaterial({ name: 'bank' }, foreignAuthority);

    expect(await seenOf(bank)).toBe(thumbprint(bank));
    expect(await seenOf(stranger)).toBeNull();
  });

  it('shows a certificate that took the place of the first', async () => {
    const next = await tlsMaterial({ name: 'api.chancery.example' });
    const names: (string | undefined)[] = [];
    const look = () =>
      new Promise<void>((resolve, reject) => {
        const asking = request(server.url, { ca: own.ca, agent: false }, (answer) => {
          if (answer.socket instanceof TLSSocket) names.push(answer.socket.getPeerCertificate().fingerprint256);
          answer.resume().once('end', resolve);
        });
        asking.once('error', reject).end();
      });
    await look();
    credentials.replace(next);
    await look();

    expect(names).toEqual([own, next].map(({ cert }) => new X509Certificate(cert).fingerprint256));
  });
});

// All of 127.0.0.0/8 is loopback on Linux: another address of this machine that is always there.
it.runIf(process.platform === 'linux')('listens at the address that it is told, and at no other', async () => {
  const elsewhere = await serve(0, new Map([['/', shown]]), { sockets: 10, drainMs: 1_000, address: '127.0.0.2' });
  const answers = (url: string) =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(elsewhere.url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
  expect([await answers(elsewhere.url), await answers(elsewhere.url.replace('127.0.0.2', '127.0.0.1'))]).toEqual([true, false]);
  await elsewhere.close();
});

describe('what is no request', () => {
  let plain: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    plain = await serve(0, new Map([['/', shown]]), { sockets: 10, drainMs: 1_000 });
  });
  afterAll(() => plain.close());

  /** What comes back on a connection of its own, until it ends. */
  const said = async (bytes: string): Promise<string> => {
    const connection = connect(Number(new URL(plain.url).port), '127.0.0.1');
    connection.write(bytes);
    return text(connection);
  };
  const head = 'GET / HTTP/1.1\r\nhost: x\r\n';

  it.each([
    ['another protocol', '\x16\x03\x01\x02\x00', 400],
    ['a length below nothing', `${head}content-length: -1\r\n\r\n`, 400],
    ['two lengths of one body', `${head}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n`, 400],
    ['a length that is said twice', `${head}content-length: 1\r\ncontent-length: 1\r\n\r\nx`, 400],
    ['two lengths, of which another reader might take the other', `${head}content-length: 1\r\ncontent-length: 5\r\n\r\nx`, 400],
    ['a list of lengths', `${head}content-length: 1, 1\r\n\r\nx`, 400],
    ['a length with a sign', `${head}content-length: +1\r\n\r\nx`, 400],
    ['a name that ends with white space', `${head}content-length : 1\r\n\r\nx`, 400],
    ['a coding that nobody knows', 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\n\r\n1\r\nx\r\n0\r\n\r\n', 400],
    ['a folded header', 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n', 400],
    ['lines that end by half', 'GET / HTTP/1.1\nhost: x\n\n', 400],
    ['a NUL in a header', `${head}a: b\0c\r\n\r\n`, 400],
    ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['another program’s address', 'GET http://elsewhere/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 404],
    ['a chunk of no length', 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n', 400],
    ['headers without end', `${head}${'a: b\r\n'.repeat(5_000)}\r\n`, 431],
    ['an address without end', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ['a place where nothing is', 'GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 404],
  ])('%s is refused with a code', async (_, bytes, status) => {
    const answer = await said(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const [headers = '', body = ''] = answer.split('\r\n\r\n');
    expect(headers.toLowerCase()).toContain(`content-length: ${Buffer.byteLength(body)}`);
    expect(JSON.parse(body).errors).toEqual([{ message: expect.any(String), extensions: { code: 'BAD_INPUT', clause: '1.7' } }]);
  });

  it('is not looked for in the body of a question that has none', async () => {
    const inside = 'GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n';
    const answer = await said(`${head}content-length: ${inside.length}\r\n\r\n${inside}${head}connection: close\r\n\r\n`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  });

  it('makes no way to anywhere else', async () => {
    expect(await said('CONNECT elsewhere:443 HTTP/1.1\r\nhost: elsewhere\r\n\r\n')).toBe('');
    const upgrade = 'connection: upgrade, close\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n';
    expect(await said(`${head}${upgrade}`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('does not come between the answer to another one', async () => {
    const answer = await said(`${head}\r\nnonsense\r\n\r\n`);
    const [first, second] = answer.split(/(?=HTTP\/1\.1 )/);
    expect(first).toContain('200 OK');
    expect(second).toContain('400 Bad Request');
  });
});

it('does not wait for whoever has only connected when it closes', async () => {
  const plain = await serve(0, new Map([['/', shown]]), { sockets: 10, drainMs: 8_000 });
  const connection = connect(Number(new URL(plain.url).port), '127.0.0.1').on('error', () => undefined);
  await once(connection, 'connect');
  expect((await fetch(plain.url)).ok).toBe(true);

  const startedAt = performance.now();
  await plain.close();

  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
