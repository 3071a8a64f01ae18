import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { foreignAuthority, newService, tlsMaterial } from '../tests/kit/authority.ts';
import type { ServiceIdentity } from './identity.ts';
import { MandateGuard, nonceHeader } from './mandateGuard.ts';
import { type ServiceEntry, ServiceRegistry } from './registry.ts';
import { requestDigest } from './requestDigest.ts';
import { ServiceClient } from './serviceClient.ts';
import { Unreachable, type UnreachableReason } from './unreachable.ts';

const caller = {
  official: parseOfficialId('JUS:o.petrenko'),
  institution: parseInstitutionCode('JUS'),
  duties: [],
  clearance: false,
} as const;

interface Asked {
  readonly url: string | undefined;
  readonly authorization: string;
  readonly body: string;
}

let asked: Asked[] = [];
let answer: (response: ServerResponse) => void;
let registry: ServiceRegistry;
let client: ServiceClient;
let exchange: ServiceIdentity;
let port: number;

const server = createServer({ minVersion: 'TLSv1.3', requestCert: true }, async (request, response) => {
  asked.push({ url: request.url, authorization: request.headers.authorization ?? '', body: await whole(request) });
  answer(response);
});

beforeAll(async () => {
  server.setSecureContext(await tlsMaterial({ name: 'justice' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  const { identity, publicKey } = await newService('exchange', 'exchange');
  exchange = identity;
  const entry = (name: string, at: number): ServiceEntry => ({ name, role: 'perimeter', url: `https://127.0.0.1:${at}`, publicKey });
  registry = new ServiceRegistry([entry('justice', port), entry('finance', 9), { ...entry('exchange', 1), role: 'exchange' }]);
  client = new ServiceClient(identity, registry);
});

beforeEach(() => {
  asked = [];
});

afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const json =
  (value: unknown, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
const ask = (service = 'justice', timeoutMs = 2_000) =>
  client.ask(service, 'query Standing($id: ID!) { standing(id: $id) }', { id: 'x' }, { timeoutMs });
const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('asking a service', () => {
  it('answers the data', async () => {
    answer = json({ data: { standing: 'DELIVERED' } });

    expect(await ask()).toEqual({ standing: 'DELIVERED' });
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ variables: { id: 'x' } });
  });

  it('carries a mandate for that service, with the caller and the operation, for this very request and once', async () => {
    const guard = new MandateGuard(registry, 'justice');
    answer = challenge(guard, json({ data: {} }));

    await client.ask('justice', 'mutation ReleaseDocument { x }', {}, { caller, record: 'r', token: 't' });
    const [first, second] = asked;
    const asker = { name: 'exchange', certificate: 'of the exchange' };
    const signed = guard.read(second?.authorization, asker);

    expect(guard.admit(signed, requestDigest('POST', '/graphql', second?.body ?? ''), asker).mandate).toEqual({
      issuer: 'exchange',
      role: 'exchange',
      audience: 'justice',
      caller,
      record: 'r',
      operation: 'ReleaseDocument',
      token: 't',
    });
    expect([asked.length, first?.body]).toEqual([2, second?.body]);
  });

  it('writes a new mandate for every call, and learns the run of a service once', async () => {
    const guard = new MandateGuard(registry, 'justice');
    answer = challenge(guard, json({ data: {} }));

    for (let call = 0; call < 3; call++) await ask();

    expect(asked.length).toBe(4);
    expect(new Set(asked.map(({ authorization }) => authorization)).size).toBe(4);
  });

  it('does not ask again where a service goes on refusing', async () => {
    answer = (response) => void response.writeHead(401, { [nonceHeader]: 'the same' }).end('{}');
    await failure(ask());
    asked = [];

    expect(await failure(ask())).toMatchObject({ name: 'Unreachable', reason: 'fault' });
    expect(asked.length).toBe(1);
  });

  it('throws the refusal that the service gave, with its detail', async () => {
    const said = new Refusal('ADDRESSEE_UNKNOWN', 'It is XYZ.');
    answer = json({ data: null, errors: [{ message: said.message, extensions: { code: said.code } }] });

    expect(await failure(ask())).toEqual(said);
  });

  it('keeps its own words where those of the service are others', async () => {
    answer = json({ data: null, errors: [{ message: 'http://10.0.0.1:5432 says no', extensions: { code: 'ADDRESSEE_UNKNOWN' } }] });

    expect(await failure(ask())).toEqual(new Refusal('ADDRESSEE_UNKNOWN'));
  });

  it.each<[string, UnreachableReason, (response: ServerResponse) => void]>([
    ['a fault', 'fault', json({ errors: [{ message: 'boom', extensions: { code: 'INTERNAL' } }] })],
    ['a code that nobody knows', 'fault', json({ errors: [{ message: 'x', extensions: { code: 'toString' } }] })],
    ['status 500', 'fault', json({ data: {} }, 500)],
    ['status 401', 'fault', json({ error: 'UNAUTHENTICATED' }, 401)],
    ['no JSON', 'no sense', (response) => void response.end('<html>')],
    ['JSON that is no answer', 'no sense', json([1])],
    ['no data', 'no sense', json({ data: null })],
    [
      'half an answer',
      'no connection',
      (response) => void response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
    ],
    ['no answer at all', 'no connection', (response) => void response.destroy()],
    ['nothing for too long', 'too slow', () => undefined],
    ['an answer that never ends', 'too slow', (response) => void response.write('{')],
    ['an answer of 40 MB', 'too large', (response) => void response.end(Buffer.alloc(40 * 1024 * 1024, ' '))],
  ])('is unreachable when it gets %s', async (_, reason, gives) => {
    answer = gives;

    expect(await failure(ask('justice', reason === 'too slow' ? 200 : 5_000))).toMatchObject({
      name: 'Unreachable',
      service: 'justice',
      reason,
    });
  });

  it('is unreachable when nobody listens, and tells neither address nor port', async () => {
    const error = await failure(ask('finance'));

    expect(error).toBeInstanceOf(Unreachable);
    expect(String(error)).toBe('Unreachable: finance does not answer (no connection)');
  });

  it('is unreachable when the circuit has no such service', async () => {
    expect(await failure(ask('nobody'))).toEqual(new Unreachable('nobody', 'no connection'));
  });

  it('serves again after a failure', async () => {
    answer = (response) => void response.destroy();
    await failure(ask());
    answer = json({ data: { standing: 'IN_TRANSIT' } });

    expect(await ask()).toEqual({ standing: 'IN_TRANSIT' });
  });
});

describe('a service that is not whom it must be', () => {
  it.each<[string, () => ReturnType<typeof tlsMaterial>]>([
    ['another service of the circuit', () => tlsMaterial({ name: 'finance' })],
    ['one with a certificate of a foreign authority', () => tlsMaterial({ name: 'justice' }, foreignAuthority)],
    ['one whose certificate has ended', () => tlsMaterial({ name: 'justice', notBefore: ago(3_600), notAfter: ago(60) })],
    ['one whose certificate begins later', () => tlsMaterial({ name: 'justice', notBefore: ago(-3_600) })],
  ])('is sent nothing: %s', async (_, make) => {
    const other = createServer({ ...(await make()), minVersion: 'TLSv1.3' }, (_request, response) => json({ data: {} })(response));
    const heard: Buffer[] = [];
    other.on('secureConnection', (socket) => socket.on('data', (bytes: Buffer) => heard.push(bytes)));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const stray = new ServiceClient(exchange, new ServiceRegistry([{ ...registry.entry('justice'), url }]));
    try {
      expect(await failure(stray.ask('justice', 'query Standing { standing }', {}))).toMatchObject({ reason: 'no connection' });
      expect(await stray.isWell('justice')).toBe(false);
      expect(heard).toEqual([]);
    } finally {
      await stray.close();
      other.closeAllConnections();
      other.close();
    }
  });

  it('is sent nothing over plain HTTP', async () => {
    const plain = new ServiceClient(exchange, new ServiceRegistry([{ ...registry.entry('justice'), url: `http://127.0.0.1:${port}` }]));

    expect(await failure(plain.ask('justice', 'query Standing { standing }', {}))).toMatchObject({ reason: 'no connection' });
  });
});

describe('following a service', () => {
  it('asks for the events after a position', async () => {
    answer = json({ events: [{ id: 'e' }] });

    expect(await client.events('justice', 7, 100, 500)).toEqual({ events: [{ id: 'e' }], more: false });
    expect(asked[0]?.url).toBe('/events?after=7&first=100&wait=500');
  });

  it('ends when its caller stops waiting', async () => {
    answer = () => undefined;
    const patience = new AbortController();
    setTimeout(() => patience.abort(), 50);

    expect(await failure(client.events('justice', 0, 1, 60_000, patience.signal))).toMatchObject({ reason: 'stopped' });
  });

  it('is unreachable when it gets no events', async () => {
    answer = json({ data: {} });

    expect(await failure(client.events('justice', 0, 1, 0))).toMatchObject({ reason: 'no sense' });
  });
});

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);

/** Refuses who does not name the run of a service, as services do. */
const challenge = (guard: MandateGuard, otherwise: (response: ServerResponse) => void) => (response: ServerResponse) => {
  const claims = JSON.parse(Buffer.from(asked.at(-1)?.authorization.split('.')[1] ?? '', 'base64url').toString());
  if (claims.nonce === guard.nonce) otherwise(response);
  else response.writeHead(401, { [nonceHeader]: guard.nonce }).end('{}');
};

async function whole(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
