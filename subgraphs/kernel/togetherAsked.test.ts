import { connect } from 'node:tls';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import {
  Connections,
  issueSharedMandate,
  newId,
  operationHash,
  operationText,
  requestDigest,
  type ServiceIdentity,
  ServiceRegistry,
  shareOf,
} from '@chancery/trust';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newService } from '../../tests/kit/authority.ts';
import { nonceOf, sessionAt } from '../../tests/kit/knock.ts';
import type { Route } from './route.ts';
import { serve } from './server.ts';

/** Says for whom it was asked what, under which record: a moment later for every other one. */
const echo: Route = {
  method: 'POST',
  path: '/graphql',
  async answer({ mandate: { issuer, caller, record, operation }, body }) {
    const { variables } = JSON.parse(body);
    if (variables.at % 2 === 1) await new Promise((resolve) => setTimeout(resolve, 5));
    return { status: 200, body: JSON.stringify({ issuer, caller, record, operation, variables }) };
  },
};

const operation = operationText('query Inbox($at: Int) { inbox(at: $at) }');
let server: Awaited<ReturnType<typeof serve>>;
let connections: Connections;
let identity: ServiceIdentity;

beforeAll(async () => {
  const [owner, asker] = await Promise.all([newService('justice', 'perimeter'), newService('gateway', 'gateway')]);
  identity = asker.identity;
  const registry = new ServiceRegistry([]);
  server = await serve({ port: 0, identity: owner.identity, registry, routes: [echo] });
  registry.replace([
    { name: 'justice', role: 'perimeter', url: server.url, publicKey: owner.publicKey },
    { name: 'gateway', role: 'gateway', url: 'https://127.0.0.1:1', publicKey: asker.publicKey },
  ]);
  connections = new Connections(identity, registry);
});
afterAll(async () => {
  await connections.close();
  await server.close();
});

const institution = parseInstitutionCode('JUS');
const officials = ['a.one', 'b.two', 'c.three'].map((name) => parseOfficialId(`JUS:${name}`));
/** Every fourth one the service asks for itself. */
const callerOf = (at: number) => {
  const official = officials[at % 4];
  return official === undefined ? null : { official, institution, duties: ['CLERK' as const], clearance: at % 2 === 0 };
};

interface Asked {
  readonly caller: ReturnType<typeof callerOf>;
  readonly record: string;
  readonly operation: string;
  readonly variables: object;
}

const ask = ({ variables, ...errand }: Asked): Promise<unknown> =>
  connections.send({
    service: 'justice',
    path: '/graphql',
    body: { operation, variables: JSON.stringify(variables) },
    ...errand,
    token: null,
    timeoutMs: 10_000,
    goesAlone: false,
  });

test('questions that go together are answered each to whom it is for, under its own record', async () => {
  expect(operation.hash).toBe(operationHash(operation.text));
  const asked = Array.from({ length: 60 }, (_, at) => ({
    caller: callerOf(at),
    record: newId(),
    operation: `Inbox${at}`,
    variables: { at },
  }));
  for (let round = 0; round < 3; round++)
    expect(await Promise.all(asked.map(ask))).toEqual(asked.map((each) => ({ issuer: 'gateway', ...each })));
});

test('questions that go together are answered also where they and their answers are long', async () => {
  const text = 'x'.repeat(30_000);
  // The first of them takes a moment, in which the answers to the others gather behind it.
  const asked = Array.from({ length: 16 }, (_, at) => ({
    caller: callerOf(at),
    record: newId(),
    operation: 'Inbox',
    variables: { at: at === 0 ? 1 : 2 * at, text },
  }));
  for (let round = 0; round < 5; round++)
    expect(await Promise.all(asked.map(ask))).toEqual(asked.map((each) => ({ issuer: 'gateway', ...each })));
});

test('shares serve once and in the order in which they may, also where they come in one write', async () => {
  const { cert, key, ca } = identity.credentials.current;
  const door = { url: server.url, service: 'justice', material: { cert, key, ca } };
  const session = await sessionAt(door, identity);
  const bodies = [0, 1, 2].map((at) => JSON.stringify({ variables: { at } }));
  const requests = bodies.map((body) => {
    const digest = requestDigest('POST', '/graphql', body);
    return { digest, caller: null, record: null, operation: null, token: null };
  });
  const { id, jws } = issueSharedMandate(session, identity, { audience: 'justice', nonce: await nonceOf(door) }, requests);
  const text = (place: number) => {
    const shown = place === 0 ? `Mandate ${jws}` : shareOf({ id, place });
    return `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: ${shown}\r\ncontent-length: ${bodies[place]?.length}\r\n\r\n${bodies[place]}`;
  };
  const order = [1, 0, 2, 0, 1, 1, 2];
  const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', servername: 'justice', cert, key, ca }, () =>
    socket.write(order.map(text).join('')),
  );
  let told = '';
  socket.on('data', (bytes) => {
    told += bytes.toString();
  });
  await expect.poll(() => told.match(/(?<=HTTP\/1.1 )\d{3}/g)).toEqual(['401', '200', '200', '401', '200', '401', '401']);
  expect([...told.matchAll(/"at":(\d)/g)].map(([, at]) => Number(at))).toEqual([0, 2, 1]);
  socket.destroy();
});
