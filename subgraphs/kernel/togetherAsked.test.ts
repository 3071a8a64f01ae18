import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { Connections, newId, operationHash, operationText, ServiceRegistry } from '@chancery/trust';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newService } from '../../tests/kit/authority.ts';
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

beforeAll(async () => {
  const [owner, asker] = await Promise.all([newService('justice', 'perimeter'), newService('gateway', 'gateway')]);
  const registry = new ServiceRegistry([]);
  server = await serve({ port: 0, identity: owner.identity, registry, routes: [echo] });
  registry.replace([
    { name: 'justice', role: 'perimeter', url: server.url, publicKey: owner.publicKey },
    { name: 'gateway', role: 'gateway', url: 'https://127.0.0.1:1', publicKey: asker.publicKey },
  ]);
  connections = new Connections(asker.identity, registry);
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

test('questions that go together are answered each to whom it is for, under its own record', async () => {
  expect(operation.hash).toBe(operationHash(operation.text));
  const asked = Array.from({ length: 60 }, (_, at) => ({ caller: callerOf(at), record: newId(), operation: `Inbox${at}`, at }));
  const ask = ({ at, ...errand }: (typeof asked)[number]) =>
    connections.send({
      service: 'justice',
      path: '/graphql',
      body: { operation, variables: `{"at":${at}}` },
      ...errand,
      token: null,
      timeoutMs: 10_000,
      goesAlone: false,
    });
  for (let round = 0; round < 3; round++) {
    expect(await Promise.all(asked.map(ask))).toEqual(
      asked.map(({ at, ...errand }) => ({ issuer: 'gateway', ...errand, variables: { at } })),
    );
  }
});
