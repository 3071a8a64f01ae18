import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdentity } from './identity.ts';
import { verifyMandate } from './mandate.ts';
import { type ServiceEntry, ServiceRegistry } from './registry.ts';
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
let port: number;

const server = createServer(async (request, response) => {
  asked.push({ url: request.url, authorization: request.headers.authorization ?? '', body: await whole(request) });
  answer(response);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  const { identity, publicKey } = await createIdentity('exchange', 'exchange');
  const entry = (name: string, at: number): ServiceEntry => ({ name, role: 'perimeter', url: `http://127.0.0.1:${at}`, publicKey });
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

  it('carries a mandate for that service, with the caller and the operation', async () => {
    answer = json({ data: {} });

    await client.ask('justice', 'mutation ReleaseDocument { x }', {}, { caller, record: 'r' });
    const mandate = await verifyMandate(asked[0]?.authorization.replace('Mandate ', '') ?? '', registry, 'justice');

    expect(mandate).toEqual({
      issuer: 'exchange',
      role: 'exchange',
      audience: 'justice',
      caller,
      record: 'r',
      operation: 'ReleaseDocument',
    });
  });

  it('uses a mandate of its own again, never one that names somebody', async () => {
    answer = json({ data: {} });

    await ask();
    await ask();
    await client.ask('justice', 'query Standing { x }', {}, { caller });

    expect(asked[1]?.authorization).toBe(asked[0]?.authorization);
    expect(asked[2]?.authorization).not.toBe(asked[0]?.authorization);
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

describe('following a service', () => {
  it('asks for the events after a position', async () => {
    answer = json({ events: [{ id: 'e' }] });

    expect(await client.events('justice', 7, 100, 500)).toEqual({ events: [{ id: 'e' }] });
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

async function whole(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
