import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Refusal } from '@chancery/domain';
import { type ServiceIdentity, ServiceRegistry, type Transfer, Transfers, toldBy, Unreachable } from '@chancery/trust';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newService } from '../../tests/kit/authority.ts';
import { serve } from './server.ts';
import type { StreamRoute } from './streamRoute.ts';

let begun = 0;
let broken = 0;
let taken = 0;

/** Answers the digest of what it was brought, or refuses before or after having read of it. */
const put: StreamRoute = {
  method: 'PUT',
  path: '/things',
  async stream({ query, body, mandate }) {
    begun += 1;
    if (query.get('refuse') === 'early') throw new Refusal('FILE_TOO_LARGE', 'Far too large.');
    const hash = createHash('sha256');
    try {
      for await (const part of body.iterator({ destroyOnReturn: false })) {
        hash.update(part);
        taken += part.length;
        if (query.get('refuse') === 'late') throw new Refusal('FILE_TYPE_REFUSED');
      }
    } catch (error) {
      if (!(error instanceof Refusal)) broken += 1;
      throw error;
    }
    return { status: 200, headers: {}, body: JSON.stringify({ digest: hash.digest('hex'), by: mandate.issuer }) };
  },
};

const given = randomBytes(5_000_000);
const get: StreamRoute = {
  method: 'GET',
  path: '/things',
  stream: async ({ query }) => ({
    status: 200,
    headers: { 'content-length': String(given.length) },
    body: query.has('broken') ? Readable.from(half()) : Readable.from([given]),
  }),
};

async function* half(): AsyncGenerator<Buffer> {
  yield given.subarray(0, 1_000_000);
  throw new Error('The disk is gone.');
}

let owner: Awaited<ReturnType<typeof newService>>;
let asker: ServiceIdentity;
let registry: ServiceRegistry;
let server: Awaited<ReturnType<typeof serve>>;
let transfers: Transfers;
beforeEach(async () => {
  [begun, broken, taken] = [0, 0, 0];
  const other = await newService('exchange', 'exchange');
  owner = await newService('justice', 'perimeter');
  asker = other.identity;
  registry = new ServiceRegistry([]);
  server = await serve({ port: 0, identity: owner.identity, registry, routes: [], streams: [put, get] });
  meet();
  transfers = new Transfers(asker, registry);

  function meet(): void {
    registry.replace([
      { name: 'justice', role: 'perimeter', url: server.url, publicKey: owner.publicKey },
      { name: 'exchange', role: 'exchange', url: 'https://127.0.0.1:1', publicKey: other.publicKey },
    ]);
  }
});
afterEach(async () => {
  transfers.close();
  await server.close();
});

const errand = (more: Partial<Transfer> = {}): Transfer => ({
  service: 'justice',
  path: '/things?a=1',
  body: null,
  caller: null,
  record: null,
  operation: null,
  token: null,
  ...more,
});
const bring = async (bytes: Buffer, path = '/things') =>
  toldBy('justice', await transfers.carry(errand({ path, body: Readable.from(parts(bytes), { objectMode: false }) })));

function* parts(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

describe('a transfer between services', () => {
  test('brings every byte, under a mandate of its own, though its first mandate was for no run of the server', async () => {
    const bytes = randomBytes(3_000_000);
    expect(await bring(bytes)).toEqual({ digest: createHash('sha256').update(bytes).digest('hex'), by: 'exchange' });
    expect(await bring(bytes.subarray(0, 10))).toMatchObject({ by: 'exchange' });
    expect(begun).toBe(2);
  });

  test('that finds nobody says since when', async () => {
    const sinceOf = () => transfers.carry(errand()).catch((error: unknown) => error instanceof Unreachable && error.since);
    await server.close();
    const first = await sinceOf();
    expect(first).toBeInstanceOf(Date);
    expect(await sinceOf()).toEqual(first);
    server = await serve({ port: Number(new URL(server.url).port), identity: owner.identity, registry, routes: [], streams: [put, get] });
    await bring(randomBytes(10));
    await server.close();
    expect(Number(await sinceOf())).toBeGreaterThan(Number(first));
  });

  test('goes on after the server has started anew: no byte was lost to the run before', async () => {
    await bring(randomBytes(10));
    await server.close();
    server = await serve({ port: Number(new URL(server.url).port), identity: owner.identity, registry, routes: [], streams: [put, get] });
    const bytes = randomBytes(200_000);
    expect(await bring(bytes)).toMatchObject({ digest: createHash('sha256').update(bytes).digest('hex') });
  });

  test('gives every byte', async () => {
    const answer = await transfers.carry(errand());
    expect((await buffer(answer)).equals(given)).toBe(true);
  });

  test('that breaks at its source is broken for whoever takes it: the part is not taken for the whole', async () => {
    const answer = await transfers.carry(errand({ path: '/things?broken' }));
    await expect(buffer(answer)).rejects.toThrow();
  });

  test('that its sender breaks off is heard to be broken off', async () => {
    async function* cut() {
      yield randomBytes(100_000);
      throw new Error('The sender is gone.');
    }
    const brought = transfers.carry(errand({ path: '/things', body: Readable.from(cut()) }));
    await expect(brought).rejects.toMatchObject({ name: 'Unreachable' });
    await expect.poll(() => broken).toBe(1);
  });

  test('is refused before a byte of it is sent, or while it comes, and hears why', async () => {
    let asked = 0;
    async function* body() {
      asked += 1;
      yield randomBytes(65_536);
      for (let i = 0; i < 200; i++) yield randomBytes(65_536);
    }
    const early = await transfers.carry(
      errand({ path: '/things?refuse=early', body: Readable.from(body(), { objectMode: false, highWaterMark: 0 }) }),
    );
    await expect(toldBy('justice', early)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringContaining('Far too large.'),
    });
    expect(taken).toBe(0);
    const late = await transfers.carry(errand({ path: '/things?refuse=late', body: Readable.from(body(), { objectMode: false }) }));
    await expect(toldBy('justice', late)).rejects.toMatchObject({ code: 'FILE_TYPE_REFUSED' });
    expect(asked).toBeGreaterThanOrEqual(1);
    expect(taken).toBeLessThan(1_000_000);
  });

  test('ends when whoever waits for it goes', async () => {
    const leaving = new AbortController();
    const answer = await transfers.carry(errand({ signal: leaving.signal }));
    leaving.abort();
    await expect(buffer(answer)).rejects.toThrow();
  });

  test('goes to nobody but the service that is meant', async () => {
    const [stranger] = await Promise.all([newService('finance', 'perimeter')]);
    const elsewhere = await serve({ port: 0, identity: stranger.identity, registry, routes: [], streams: [put] });
    registry.replace([
      { name: 'justice', role: 'perimeter', url: elsewhere.url, publicKey: owner.publicKey },
      ...registry.ofRole('exchange'),
    ]);
    await expect(bring(randomBytes(10))).rejects.toMatchObject({ name: 'Unreachable', reason: 'no connection' });
    expect(begun).toBe(0);
    await elsewhere.close();
  });
});
