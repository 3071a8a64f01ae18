import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type Caller, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { Connections, newId, operationText, ServiceRegistry } from '@chancery/trust';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newService, tlsMaterial } from '../../tests/kit/authority.ts';
import type { Route } from './route.ts';
import { serve } from './server.ts';

type Service = Awaited<ReturnType<typeof newService>>;

const operation = operationText('query Inbox($at: Int) { inbox(at: $at) }');
let owner: Service;
let asker: Service;
let registry: ServiceRegistry;
let connections: Connections;
let servers: Awaited<ReturnType<typeof serve>>[];
/** What was done, by the numbers that came in the variables. */
let done: number[];
/** How bytes go on their way to the service. */
let carry: (bytes: Buffer, to: Socket) => void;
let port: number;

const straight: typeof carry = (bytes, to) => void to.write(bytes);
const late: typeof carry = (bytes, to) => void setTimeout(() => to.write(bytes), 50);
/** Piece by piece, each a moment after the one before. */
const inPieces: typeof carry = (bytes, to) => {
  for (let at = 0; at < bytes.length; at += 1_000)
    last = last
      .then(() => new Promise((resolve) => setTimeout(resolve, 1)))
      .then(() => {
        to.write(bytes.subarray(at, at + 1_000));
      });
};
let last: Promise<unknown> = Promise.resolve();

const echo: Route = {
  method: 'POST',
  path: '/graphql',
  async answer({ mandate: { caller, record }, body }) {
    const { at } = JSON.parse(body).variables;
    done.push(at);
    return { status: 200, body: JSON.stringify({ official: caller?.official, record, at }) };
  },
};

const way = createServer((near) => {
  const far = connect(port, '127.0.0.1').setNoDelay(true);
  near.on('data', (bytes: Buffer) => carry(bytes, far)).on('close', () => far.destroy());
  far.on('data', (bytes: Buffer) => near.write(bytes)).on('close', () => near.destroy());
  for (const socket of [near, far]) socket.on('error', () => undefined);
});

/** Starts the service, anew where it runs. */
async function start(): Promise<void> {
  const server = await serve({ port: 0, identity: owner.identity, registry, routes: [echo] });
  servers.push(server);
  port = Number(new URL(server.url).port);
}

beforeEach(async () => {
  [owner, asker] = await Promise.all([newService('justice', 'perimeter'), newService('gateway', 'gateway')]);
  registry = new ServiceRegistry([]);
  [servers, done, carry] = [[], [], straight];
  await start();
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(way.address() as AddressInfo).port}`;
  registry.replace([
    { name: 'justice', role: 'perimeter', url, publicKey: owner.publicKey },
    { name: 'gateway', role: 'gateway', url: 'https://127.0.0.1:1', publicKey: asker.publicKey },
  ]);
  connections = new Connections(asker.identity, registry);
});
afterEach(async () => {
  await connections.close();
  await Promise.all(servers.map((server) => server.close()));
  await new Promise((resolve) => way.close(resolve));
});

const callerOf = (at: number, change: object = {}): Caller => ({
  official: parseOfficialId(`JUS:number.n${'abcdefghij'[at % 10]}`),
  institution: parseInstitutionCode('JUS'),
  duties: ['CLERK'],
  clearance: false,
  ...change,
});
/** What goes together is more than one record of TLS: it may come apart. */
const long = 'x'.repeat(8_000);
const ask = async (at: number, caller = callerOf(at)) => {
  const record = newId();
  const body = { operation, variables: `{"at":${at},"text":"${long}"}` };
  const errand = { service: 'justice', path: '/graphql', caller, record, operation: null, token: null };
  const told = await connections.send({ ...errand, body, timeoutMs: 5_000, goesAlone: false });
  expect(told).toEqual({ official: caller.official, record, at });
  return at;
};
/** Asks until mandates are shared; the connections that were made for it are over. */
const begin = async () => {
  for (const at of [100, 101, 102]) await ask(at);
  await connections.close();
  done = [];
};
const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const askAll = () => Promise.all(all.map((at) => ask(at)));

describe('questions that go together are answered, each done once,', () => {
  afterEach(() => expect(done.toSorted((one, other) => one - other)).toEqual(all));

  test('where the service has started anew meanwhile', async () => {
    await begin();
    await start();
    expect(await askAll()).toEqual(all);
  });

  test('where their asker has a new certificate before they are written', async () => {
    await begin();
    carry = late;
    const asked = askAll();
    asker.identity.credentials.replace(await tlsMaterial({ name: 'gateway' }));
    expect(await asked).toEqual(all);
  });

  test('where the registry is read anew while they come', async () => {
    await begin();
    carry = inPieces;
    const asked = askAll();
    const anew = setInterval(() => registry.replace(registry.names.map((name) => ({ ...registry.entry(name) }))), 1);
    expect(await asked.finally(() => clearInterval(anew))).toEqual(all);
  });

  test('where they come in pieces', async () => {
    await begin();
    carry = inPieces;
    expect(await askAll()).toEqual(all);
  });

  test('where the service does not understand the caller of one of them, who alone is refused', async () => {
    await begin();
    const strange = ask(11, callerOf(11, { duties: ['KING'] }));
    const [told] = await Promise.all([Promise.allSettled([strange]), askAll()]);
    expect(told).toMatchObject([{ status: 'rejected', reason: { reason: 'fault' } }]);
  });
});
