import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';
import { Credentials, type PublicMaterial, type TlsMaterial } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignAuthority, tlsMaterial } from '../../../tests/kit/authority.ts';
import { type Endpoint, serve } from './server.ts';
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
