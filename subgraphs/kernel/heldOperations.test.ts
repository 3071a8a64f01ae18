import { Connections, operationHash, operationText, requestDigest, type ServiceIdentity, ServiceRegistry } from '@chancery/trust';
import { buildSchema } from 'graphql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newService } from '../../tests/kit/authority.ts';
import { graphqlRoute } from './graphqlRoute.ts';
import { HeldOperations } from './heldOperations.ts';
import type { Route } from './route.ts';
import { serve } from './server.ts';

const schema = buildSchema('type Query { asked(a: Int): String } type Mutation { sign(a: Int): Int }');
const read = 'query Asked($a: Int) { asked(a: $a) }';
const command = 'mutation Sign($a: Int) { sign(a: $a) }';

let bodies: string[];
let signed: number;
let operations: HeldOperations;
let owner: Awaited<ReturnType<typeof newService>>;
let asker: ServiceIdentity;
let registry: ServiceRegistry;
let connections: Connections;
let running: Awaited<ReturnType<typeof serve>>[] = [];

Object.assign(schema.getQueryType()?.getFields().asked ?? {}, { resolve: (_: unknown, { a }: { a: number }) => `${a}` });
Object.assign(schema.getMutationType()?.getFields().sign ?? {}, { resolve: () => ++signed });

/** Starts the service, anew where it runs: under another nonce, and with nothing held. */
async function start(route: Route = own()): Promise<void> {
  const noted: Route = {
    ...route,
    answer: (request) => {
      bodies.push(request.body);
      return route.answer(request);
    },
  };
  const server = await serve({ port: 0, identity: owner.identity, registry, routes: [noted] });
  running.push(server);
  registry.replace([
    { name: 'justice', role: 'perimeter', url: server.url, publicKey: owner.publicKey },
    ...registry.names.filter((name) => name !== 'justice').map((name) => registry.entry(name)),
  ]);
}

function own(): Route {
  operations = new HeldOperations(schema, 2);
  return graphqlRoute('justice', schema, operations);
}

beforeEach(async () => {
  bodies = [];
  signed = 0;
  const [service, other] = await Promise.all([newService('justice', 'perimeter'), newService('gateway', 'gateway')]);
  owner = service;
  asker = other.identity;
  registry = new ServiceRegistry([{ name: 'gateway', role: 'gateway', url: 'https://127.0.0.1:1', publicKey: other.publicKey }]);
  connections = new Connections(asker, registry);
  await start();
});
afterEach(async () => {
  await connections.close();
  await Promise.all(running.map((server) => server.close()));
  running = [];
});

const post = (body: Parameters<Connections['send']>[0]['body']) =>
  connections.send({
    service: 'justice',
    path: '/graphql',
    body,
    caller: null,
    record: null,
    operation: null,
    token: null,
    timeoutMs: 10_000,
  });
const ask = (text: string, a = 1) => post({ operation: operationText(text), variables: JSON.stringify({ a }) });
/** What was sent of each: the text, or its hash alone. */
const sent = () => bodies.map((body) => ('query' in JSON.parse(body) ? 'text' : 'hash'));
const named = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
const unknown = { errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] };

describe('an operation', () => {
  test('goes by its hash once the service has said that it holds it, each call under a mandate for what was really sent', async () => {
    expect([await ask(read, 1), await ask(read, 2), await ask(read, 3)]).toEqual([1, 2, 3].map((a) => ({ data: { asked: `${a}` } })));

    expect(sent()).toEqual(['text', 'hash', 'hash']);
    expect(bodies[1]).not.toContain('asked');
    expect(new Set(bodies.map((body) => requestDigest('POST', '/graphql', body))).size).toBe(3);
  });

  test('goes by its text again to a service that has started anew', async () => {
    await ask(read);
    await ask(read);
    await start();

    expect(await ask(read, 7)).toEqual({ data: { asked: '7' } });
    expect(await ask(read, 8)).toEqual({ data: { asked: '8' } });
    // What was written for the earlier run was refused before anybody read it.
    expect(sent()).toEqual(['text', 'hash', 'text', 'hash']);
  });

  test('that a service has forgotten is asked for again with its text, a command too, and carried out once', async () => {
    await ask(command);
    operations.read('{ asked }', operationHash('{ asked }'));
    operations.read('{ b: asked }', operationHash('{ b: asked }'));

    expect(await ask(command)).toEqual({ data: { sign: 2 } });
    expect(await ask(command)).toEqual({ data: { sign: 3 } });
    expect(sent()).toEqual(['text', 'hash', 'text', 'hash']);
    expect(signed).toBe(3);
  });

  test('is asked for again with its text also where the service that has forgotten it starts anew meanwhile', async () => {
    const headers = { 'operation-held': operationHash(command) };
    let asked = 0;
    await start({
      method: 'POST',
      path: '/graphql',
      async answer() {
        if (++asked === 1) return { status: 200, body: '{"data":{"sign":1}}', headers };
        await start();
        return { status: 200, body: JSON.stringify(unknown) };
      },
    });
    await ask(command);

    expect(await ask(command)).toEqual({ data: { sign: 1 } });
    expect(sent()).toEqual(['text', 'hash', 'text']);
    expect(signed).toBe(1);
  });

  test('is carried out as often as it is given, also where many are given at once while the service forgets', async () => {
    const texts = ['a', 'b', 'c'].map((name) => `mutation Sign($a: Int) { ${name}: sign(a: $a) }`);
    for (let round = 0; round < 10; round++) await Promise.all([...texts, ...texts].map((text) => ask(text)));

    expect(signed).toBe(60);
    expect(sent()).toContain('hash');
  });

  test('goes by its text to a service that says nothing of holding it', async () => {
    await start({ method: 'POST', path: '/graphql', answer: async () => ({ status: 200, body: '{"data":{"asked":"x"}}' }) });
    await ask(read);
    await ask(read);

    expect(sent()).toEqual(['text', 'text']);
  });

  test('is asked for twice at most, whatever a service says', async () => {
    const headers = { 'operation-held': operationHash(read) };
    await start({ method: 'POST', path: '/graphql', answer: async () => ({ status: 200, body: JSON.stringify(unknown), headers }) });
    await ask(read);
    bodies = [];

    expect(await ask(read)).toEqual(unknown);
    expect(sent()).toEqual(['hash', 'text']);
  });
});

describe('a service', () => {
  test('refuses a text under the hash of another, and holds neither', async () => {
    const wrong = JSON.stringify({ query: command, ...named(operationHash(read)) });

    await expect(post(wrong)).rejects.toMatchObject({ name: 'Unreachable', reason: 'fault' });
    expect([operations.find(operationHash(read)), operations.find(operationHash(command)), signed]).toEqual([undefined, undefined, 0]);
  });

  test('does not know what nobody has asked by its text, and does nothing', async () => {
    expect(await post(JSON.stringify(named(operationHash(command))))).toEqual(unknown);
    expect(signed).toBe(0);
  });

  test('holds no operation that is not valid, and none that is too large', async () => {
    const huge = `{ ${Array.from({ length: 1_500 }, (_, i) => `a${i}: asked(a: ${i})`).join(' ')} }`;
    operations = new HeldOperations(schema, 10, 1_000_000);
    await start(graphqlRoute('justice', schema, operations));

    await expect(ask('{ nothing }')).rejects.toMatchObject({ name: 'Unreachable' });
    await ask(huge);
    await ask(huge);

    expect(operations.find(operationHash('{ nothing }'))).toBeUndefined();
    expect(sent()).toEqual(['text', 'text', 'text']);
  });

  test('takes nothing from who has no mandate', async () => {
    const stranger = new Connections({ ...asker, privateKey: (await newService('gateway', 'gateway')).identity.privateKey }, registry);
    const body = { operation: operationText(read), variables: '{}' };
    const errand = { caller: null, record: null, operation: null, token: null, timeoutMs: 5_000 };

    await expect(stranger.send({ service: 'justice', path: '/graphql', body, ...errand })).rejects.toMatchObject({ reason: 'fault' });
    expect(operations.find(operationHash(read))).toBeUndefined();
    await stranger.close();
  });
});
