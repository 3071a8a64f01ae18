import { generateKeySync } from 'node:crypto';
import { connect as connectPlainly } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import {
  Connections,
  issueMandate,
  newId,
  requestDigest,
  type ServiceIdentity,
  type ServiceRegistry,
  type SessionKey,
  sessionHeader,
  type TlsMaterial,
} from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { foreignAuthority, newService, testAuthority, tlsMaterial } from '../../tests/kit/authority.ts';
import { mandateKinds } from '../../tests/kit/badMandates.ts';
import { knock, mandateFor, nonceOf, sessionAt } from '../../tests/kit/knock.ts';
import { ServiceRegistry as Registry } from '../../trust/registry.ts';
import type { Route } from './route.ts';
import { serve } from './server.ts';

const echo: Route = { method: 'POST', path: '/graphql', answer: async ({ body }) => ({ status: 200, body }) };

let justice: ServiceIdentity;
let exchange: ServiceIdentity;
let audit: ServiceIdentity;
let registry: ServiceRegistry;
let server: Awaited<ReturnType<typeof serve>>;
let at: { readonly url: string; readonly service: string };
beforeAll(async () => {
  const made = await Promise.all([newService('justice', 'perimeter'), newService('exchange', 'exchange'), newService('audit', 'audit')]);
  [justice, exchange, audit] = made.map(({ identity }) => identity) as [ServiceIdentity, ServiceIdentity, ServiceIdentity];
  registry = new Registry([]);
  server = await serve({ port: 0, identity: justice, registry, routes: [echo] });
  registry.replace(
    made.map(({ identity: { name, role }, publicKey }) => ({
      name,
      role,
      url: name === 'justice' ? server.url : 'https://127.0.0.1:1',
      publicKey,
    })),
  );
  at = { url: server.url, service: 'justice' };
});
afterAll(() => server.close());

const health = (material: Parameters<typeof knock>[0]['material']) => knock({ ...at, material, method: 'GET', path: '/healthz' });
const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);

describe('a service is reached', () => {
  it('by another one of the circuit, which need not carry a mandate to learn that it is well', async () => {
    expect((await health(exchange.credentials.current)).status).toBe(200);
  });

  it.each<[string, () => Promise<Partial<TlsMaterial>>]>([
    ['without a certificate', async () => ({})],
    ['with a certificate of a foreign authority', () => tlsMaterial({ name: 'exchange' }, foreignAuthority)],
    ['with a certificate that has ended', () => tlsMaterial({ name: 'exchange', notBefore: ago(3_600), notAfter: ago(60) })],
    ['with a certificate that begins later', () => tlsMaterial({ name: 'exchange', notBefore: ago(-3_600) })],
    ['with a certificate that names no service of the circuit', () => tlsMaterial({ name: 'nobody' })],
  ])('by nobody %s', async (_, make) => {
    const ca = (await testAuthority()).certificate;
    await expect(health({ ...(await make()), ca })).rejects.toThrow();
  });

  it('over TLS 1.3 only', async () => {
    expect(await protocolOf('TLSv1.3')).toBe('TLSv1.3');
    await expect(protocolOf('TLSv1.2')).rejects.toThrow(/protocol version/);
  });

  it('by nobody over plain HTTP', async () => {
    expect(await plainAnswer()).toBe('');
  });
});

describe.each(mandateKinds)('a mandate %s', (kind) => {
  const asked = { method: 'POST', path: '/graphql', body: '{"query":"{ a }"}' } as const;

  it('is taken from the service that it names', async () => {
    expect(await send(exchange, await mandate(), {})).toMatchObject({ status: 200, body: asked.body });
  });

  it.each<[string, (authorization: string) => Promise<{ status: number }>]>([
    ['over the connection of another service', (authorization) => send(audit, authorization, {})],
    ['for another body', (authorization) => send(exchange, authorization, { body: '{"query":"{ b }"}' })],
    ['for another path', (authorization) => send(exchange, authorization, { path: '/graphql?more' })],
    ['for another method', (authorization) => send(exchange, authorization, { method: 'GET' })],
  ])('is refused %s', async (_, use) => {
    const authorization = await mandate();
    expect((await use(authorization)).status).toBe(401);
    expect((await send(exchange, authorization, {})).status).toBe(200);
  });

  it('is refused the second time, and after the service has started anew', async () => {
    const authorization = await mandate();
    expect((await send(exchange, authorization, {})).status).toBe(200);
    expect((await send(exchange, authorization, {})).status).toBe(401);

    const again = await serve({ port: 0, identity: justice, registry, routes: [echo] });
    const material = exchange.credentials.current;
    const { status } = await knock({ ...asked, url: again.url, service: 'justice', material, authorization });
    await again.close();
    expect(status).toBe(401);
  });

  const mandate = async () => {
    const session = kind === 'signed' ? null : await sessionAt(at, exchange);
    return mandateFor(exchange, { ...at, ...asked }, await nonceOf({ ...at, material: exchange.credentials.current }), {}, session);
  };
  const send = ({ credentials }: ServiceIdentity, authorization: string, change: Partial<Parameters<typeof knock>[0]>) =>
    knock({ ...at, ...asked, material: credentials.current, authorization, ...change });
});

describe('a session', () => {
  const asked = { method: 'POST', path: '/graphql', body: '{"query":"{ a }"}' } as const;
  const statusUnder = async (session: SessionKey, by: Pick<ServiceIdentity, 'name'>, material: TlsMaterial): Promise<number> => {
    const issuer = { ...exchange, name: by.name };
    const authorization = mandateFor(issuer, { ...at, ...asked }, await nonceOf({ ...at, material }), {}, session);
    return (await knock({ ...at, ...asked, material, authorization })).status;
  };

  it('is the same over any connection of one certificate, and ends with that', async () => {
    const session = await sessionAt(at, exchange);
    const renewed = await tlsMaterial({ name: 'exchange' });

    expect(await statusUnder(session, exchange, exchange.credentials.current)).toBe(200);
    expect(await statusUnder(session, exchange, renewed)).toBe(401);
    expect(await statusUnder(session, exchange, exchange.credentials.current)).toBe(200);
  });

  it('serves no other service, under whichever name', async () => {
    const session = await sessionAt(at, exchange);

    for (const by of [exchange, audit]) expect(await statusUnder(session, by, audit.credentials.current)).toBe(401);
    expect(await statusUnder(session, audit, exchange.credentials.current)).toBe(401);
  });

  it('is told of in no answer that refuses its mandate', async () => {
    const material = exchange.credentials.current;
    const session = { id: newId(), key: generateKeySync('hmac', { length: 256 }) };
    const nonce = await nonceOf({ ...at, material });
    const errand = { audience: 'justice', digest: requestDigest('POST', '/graphql', 'another'), nonce, caller: null, record: null };
    const jws = issueMandate(exchange, { ...errand, operation: null, token: null }, session);
    const { status, headers } = await knock({ ...at, ...asked, material, authorization: `Mandate ${jws}` });

    expect([status, headers[sessionHeader], await statusUnder(session, exchange, material)]).toEqual([401, undefined, 401]);
  });
});

test('certificates and authorities change while calls run, and none of them fails', { timeout: 30_000 }, async () => {
  const connections = new Connections(exchange, registry);
  const forItself = { caller: null, record: null, operation: null, token: null };
  let running = true;
  let calls = 0;
  const call = async (): Promise<void> => {
    while (running) {
      const body = `{"query":"${calls++}"}`;
      expect(JSON.stringify(await connections.send({ service: 'justice', path: '/graphql', body, ...forItself, timeoutMs: 5_000 }))).toBe(
        body,
      );
    }
  };
  const callers = Promise.all(Array.from({ length: 8 }, call));
  const [first, second] = [(await testAuthority()).certificate, (await foreignAuthority()).certificate];
  const both = `${first}\n${second}`;
  const steps: readonly ((name: string) => Promise<TlsMaterial>)[] = [
    async (name) => ({ ...(await tlsMaterial({ name })), ca: first }), //                       renewed
    async (name) => ({ ...(await tlsMaterial({ name })), ca: both }), //                        two authorities are believed
    async (name) => ({ ...(await tlsMaterial({ name }, foreignAuthority)), ca: both }), //      certificates come from the second
    async (name) => ({ ...(await tlsMaterial({ name }, foreignAuthority)), ca: second }), //    the first is believed no longer
  ];
  for (const step of steps) {
    for (const { name, credentials } of [justice, exchange]) {
      credentials.replace(await step(name));
      const before = calls;
      await expect.poll(() => calls, { timeout: 10_000 }).toBeGreaterThan(before + 50);
    }
  }
  running = false;
  await callers;
  await connections.close();

  const { cert, key } = await tlsMaterial({ name: 'exchange' });
  await expect(health({ cert, key, ca: second })).rejects.toThrow();
  expect((await health(exchange.credentials.current)).status).toBe(200);
});

async function protocolOf(maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const { port } = new URL(server.url);
  const socket = connect(
    { port: Number(port), servername: 'justice', maxVersion, minVersion: 'TLSv1.2', ...exchange.credentials.current },
    () => resolve(socket),
  ).once('error', reject);
  const protocol = (await promise).getProtocol();
  socket.destroy();
  return protocol;
}

function plainAnswer(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  const socket = connectPlainly(Number(new URL(server.url).port), '127.0.0.1', () =>
    socket.write('GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n'),
  );
  socket.on('data', (bytes) => {
    text += /^HTTP/.test(bytes.toString('latin1')) ? bytes.toString('latin1') : '';
  });
  socket.once('error', () => undefined).once('close', () => resolve(text));
  return promise;
}
