import { once } from 'node:events';
import { connect } from 'node:net';
import { Connections, type ServiceIdentity, ServiceRegistry } from '@chancery/trust';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newService } from '../../tests/kit/authority.ts';
import type { Route } from './route.ts';
import { serve } from './server.ts';

let asked = 0;

/** Answers when the asker need wait no longer. */
const longPoll: Route = {
  method: 'GET',
  path: '/events',
  async answer({ gone }) {
    asked += 1;
    const signal = gone();
    if (!signal.aborted) await once(signal, 'abort');
    return { status: 200, body: '{"events":[]}' };
  },
};

/** Answers how much it was told. */
const count: Route = {
  method: 'POST',
  path: '/count',
  async answer({ body }) {
    asked += 1;
    return { status: 200, body: `{"length":${body.length}}` };
  },
};

let justice: ServiceIdentity;
let registry: ServiceRegistry;
let server: Awaited<ReturnType<typeof serve>>;
let connections: Connections;
beforeEach(async () => {
  asked = 0;
  const [owner, asker] = await Promise.all([newService('justice', 'perimeter'), newService('audit', 'audit')]);
  justice = owner.identity;
  registry = new ServiceRegistry([]);
  server = await serve({ port: 0, identity: justice, registry, routes: [longPoll, count] });
  registry.replace([
    { name: 'justice', role: 'perimeter', url: server.url, publicKey: owner.publicKey },
    { name: 'audit', role: 'audit', url: 'https://127.0.0.1:1', publicKey: asker.publicKey },
  ]);
  connections = new Connections(asker.identity, registry);
});
afterEach(() => connections.close());

const question = {
  service: 'justice',
  path: '/events',
  body: null,
  caller: null,
  record: null,
  operation: null,
  token: null,
  timeoutMs: 10_000,
} as const;

const ask = (): Promise<unknown> => connections.send(question);

test('answers those who wait for events at once when it closes', async () => {
  const waiting = [1, 2, 3].map(ask);
  await expect.poll(() => asked, { timeout: 10_000 }).toBe(3);

  const startedAt = performance.now();
  await server.close();

  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(await Promise.all(waiting)).toEqual([{ events: [] }, { events: [] }, { events: [] }]);
});

test('lets nobody wait who comes over a connection that is still open', async () => {
  const again = async (): Promise<number> => {
    try {
      await ask();
      return 1 + (await again());
    } catch {
      return 0;
    }
  };
  const asking = again();
  await expect.poll(() => asked, { timeout: 10_000 }).toBe(1);

  const startedAt = performance.now();
  await server.close();

  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(await asking).toBe(1);
});

test('does not wait until somebody who has only connected shakes hands', async () => {
  const connection = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined);
  await once(connection, 'connect');
  // Whoever comes later is heard later: by now the connection is open at the other end, too.
  expect(await connections.isWell('justice')).toBe(true);

  const startedAt = performance.now();
  await server.close();

  expect(performance.now() - startedAt).toBeLessThan(3_000);
});

test('reads a body of many pieces, and refuses one that is too large without reading the rest of it', async () => {
  const told = (megabytes: number) =>
    connections.send({ ...question, path: '/count', body: JSON.stringify('x'.repeat(megabytes * 1024 * 1024)) });

  expect(await told(3)).toEqual({ length: 3 * 1024 * 1024 + 2 });
  await expect(told(33)).rejects.toMatchObject({ name: 'Unreachable', service: 'justice' });
  expect(asked).toBe(1);
});

// All of 127.0.0.0/8 is loopback on Linux: another address of this machine that is always there.
test.runIf(process.platform === 'linux')('listens at the address that it is told, and at no other', async () => {
  await server.close();
  server = await serve({ port: 0, address: '127.0.0.2', identity: justice, registry, routes: [longPoll, count] });
  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.2:\d+$/);
  const entries = registry.names.map((name) => registry.entry(name));
  const asked = async (url: string) => {
    registry.replace(entries.map((entry) => (entry.name === 'justice' ? { ...entry, url } : entry)));
    return connections.isWell('justice');
  };
  expect([await asked(server.url), await asked(server.url.replace('127.0.0.2', '127.0.0.1'))]).toEqual([true, false]);
  await server.close();
});
