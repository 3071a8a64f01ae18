import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Connections, operationText, ServiceRegistry as Registry, type ServiceRegistry } from '@chancery/trust';
import { buildSchema, type GraphQLSchema } from 'graphql';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newService } from '../../tests/kit/authority.ts';
import { administratorsUrl, emptyDatabase } from '../../tests/kit/databases.ts';
import { Canceller } from './canceller.ts';
import { graphqlRoute } from './graphqlRoute.ts';
import { Patience, waitingUntil, whilePatient } from './patience.ts';
import { PatientClient } from './patientClient.ts';
import { serve } from './server.ts';
import { TracedPool } from './tracedClient.ts';

/** Long enough to be seen running, and far longer than any test waits. */
const FOREVER = 'SELECT pg_sleep(60)';

let url: string;
let pool: pg.Pool;
let watcher: pg.Client;
let server: Awaited<ReturnType<typeof serve>>;
let connections: Connections;
let registry: ServiceRegistry;
let begun: string[];

beforeAll(async () => {
  url = await emptyDatabase('patient');
  const canceller = new Canceller(url);
  pool = new TracedPool({ connectionString: url, max: 2, Client: PatientClient, connectionTimeoutMillis: 5_000 });
  pool.on('connect', (connection) => {
    if (connection instanceof PatientClient) connection.canceller = canceller;
  });
  watcher = new pg.Client({ connectionString: await administratorsUrl(url) });
  await watcher.connect();
  const [owner, asker] = await Promise.all([newService('justice', 'perimeter'), newService('gateway', 'gateway')]);
  registry = new Registry([]);
  server = await serve({ port: 0, identity: owner.identity, registry, routes: [graphqlRoute('justice', schema())] });
  registry.replace([
    { name: 'justice', role: 'perimeter', url: server.url, publicKey: owner.publicKey },
    { name: 'gateway', role: 'gateway', url: 'https://127.0.0.1:1', publicKey: asker.publicKey },
  ]);
  connections = new Connections(asker.identity, registry);
});
beforeEach(() => {
  begun = [];
});
afterEach(async () => {
  await watcher.query('SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query = $1', [FOREVER]);
});
afterAll(async () => {
  await connections.close();
  await server.close();
  await watcher.end();
  await pool.end();
});

/** Fields that take for ever, and one that answers at once. */
function schema(): GraphQLSchema {
  const built = buildSchema(`
    type Query { slow: Int, quick: Int, twice: Int, gathered: Int }
    type Mutation { slow(ms: Int!): Int }`);
  const note = async (name: string, statement: string): Promise<number> => {
    begun.push(name);
    await pool.query(statement);
    return 1;
  };
  const { slow, quick, twice, gathered } = built.getQueryType()?.getFields() ?? {};
  const command = built.getMutationType()?.getFields().slow;
  if (!slow || !quick || !twice || !gathered || !command) throw new Error('The schema lacks a field.');
  slow.resolve = () => note('slow', FOREVER);
  quick.resolve = () => note('quick', 'SELECT 1 AS quick');
  twice.resolve = async () => {
    await note('first', 'SELECT pg_sleep(1)');
    return note('second', 'SELECT 2 AS second');
  };
  // As Prisma does: what is asked until this tick has ended goes into one statement, which waits as long as whoever was first.
  const gathering: ((together: number) => void)[] = [];
  const askAll = () => {
    const all = gathering.splice(0);
    for (const each of all) each(all.length);
  };
  gathered.resolve = () =>
    new Promise<number>((resolve) => {
      if (gathering.push(resolve) === 1) process.nextTick(askAll);
    });
  command.resolve = (_source, { ms }: { ms: number }) => note('command', `SELECT pg_sleep(${ms / 1_000})`);
  return built;
}

const question = { service: 'justice', path: '/graphql', caller: null, record: null, operation: null, token: null };
const ask = (query: string, bounds: { timeoutMs?: number; patienceMs?: number; signal?: AbortSignal } = {}): Promise<unknown> =>
  connections.send({ ...question, body: JSON.stringify({ query }), timeoutMs: 5_000, ...bounds });
/** Goes to the service with all that asks the same at the same moment, in one writing. */
const askAlike = (text: string): Promise<unknown> =>
  connections.send({ ...question, body: { operation: operationText(text), variables: '{}' }, timeoutMs: 5_000, goesAlone: false });
const reasonOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: { reason?: string }) => error.reason,
  );
const running = async (statement: string): Promise<number> => {
  const { rows } = await watcher.query("SELECT 1 FROM pg_stat_activity WHERE query = $1 AND state = 'active'", [statement]);
  return rows.length;
};
const isRunning = (count: number) => expect.poll(() => running(FOREVER), { timeout: 5_000 }).toBe(count);

describe('a read', () => {
  test('ends in the database when its time is over, and says so', async () => {
    const answer = ask('{ slow }', { patienceMs: 300 });
    await isRunning(1);

    expect(await answer).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_TOO_SLOW' } }] });
    await isRunning(0);
  });

  test('ends in the database when its asker goes away', async () => {
    const leaving = new AbortController();
    const answers = [1, 2].map(() => reasonOf(ask('{ slow }', { signal: leaving.signal })));
    await isRunning(2);
    leaving.abort();

    expect(await Promise.all(answers)).toEqual(['stopped', 'stopped']);
    await isRunning(0);
    // The connections serve the next who come.
    expect(await Promise.all([1, 2, 3].map(() => ask('{ quick }')))).toEqual([1, 2, 3].map(() => ({ data: { quick: 1 } })));
  });

  test('begins nothing more once its time is over', async () => {
    expect(await ask('{ twice }', { patienceMs: 100 })).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_TOO_SLOW' } }] });
    expect(begun).toEqual(['first']);
  });

  test('is not gathered with what others ask in the same moment: each waits for its own asker alone', async () => {
    await askAlike('{ gathered }');

    expect(await Promise.all([1, 2, 3, 4].map(() => askAlike('{ gathered }')))).toEqual(
      [1, 2, 3, 4].map(() => ({ data: { gathered: 1 } })),
    );
  });

  test('is not cancelled by another that goes away', async () => {
    const leaving = new AbortController();
    const left = reasonOf(ask('{ slow }', { signal: leaving.signal }));
    await isRunning(1);
    const stays = ask('{ twice }');
    leaving.abort();

    expect(await left).toBe('stopped');
    expect(await stays).toEqual({ data: { twice: 1 } });
  });
});

test('a word to cancel that came before its statement is said again', async () => {
  let words = 0;
  class Early extends Canceller {
    override cancel(processId: number): Promise<void> {
      words += 1;
      return words === 1 ? Promise.resolve() : super.cancel(processId);
    }
  }
  const client = new PatientClient(url);
  client.canceller = new Early(url);
  const connection: pg.Client = client;
  await connection.connect();
  const stopping = new AbortController();
  const read = whilePatient(waitingUntil(stopping.signal), () => connection.query(FOREVER)).catch((error: { code: string }) => error.code);
  await isRunning(1);
  stopping.abort();

  expect(await read).toBe('57014');
  expect(words).toBe(2);
  await connection.end();
});

describe('a command', () => {
  test('is carried out whoever goes away', async () => {
    const leaving = new AbortController();
    const left = reasonOf(ask('mutation { slow(ms: 700) }', { signal: leaving.signal, patienceMs: 200 }));
    await expect.poll(() => running('SELECT pg_sleep(0.7)'), { timeout: 5_000 }).toBe(1);
    leaving.abort();

    expect(await left).toBe('stopped');
    await pause(100);
    expect(await running('SELECT pg_sleep(0.7)')).toBe(1);
  });

  test('is not begun when its time was over before it had been read', async () => {
    const padded = `mutation { slow(ms: 1) } #${' '.repeat(8 * 1024 * 1024)}`;

    expect(await ask(padded, { patienceMs: 1 })).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_TOO_SLOW' } }] });
    expect(begun).toEqual([]);
  });

  test('is answered after its time too, when it has begun', async () => {
    expect(await ask('mutation { slow(ms: 300) }', { patienceMs: 50 })).toEqual({ data: { slow: 1 } });
  });
});

describe('patience', () => {
  test.each([
    ['nothing', undefined],
    ['a word', 'for ever'],
    ['more than a mandate is good for', '99999'],
    ['several times', ['1', '1']],
  ])('is no longer than a mandate is good, where %s is said', async (_, named) => {
    const patience = await patienceOf(named);

    expect(patience.isOver).toBe(false);
  });

  test('is over when its time is', async () => {
    const patience = await patienceOf('20');

    expect(patience.isOver).toBe(false);
    await new Promise<void>((tell) => patience.onOver(tell));
    expect(patience.isOver).toBe(true);
  });
});

/** The patience of an asker who says how long it waits. */
async function patienceOf(named: string | readonly string[] | undefined): Promise<Patience> {
  const plain = createServer();
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const asked = once(plain, 'request');
  const answer = fetch(`http://127.0.0.1:${(plain.address() as AddressInfo).port}`);
  const [, response] = await asked;
  const patience = new Patience(response, named);
  response.once('finish', () => plain.close());
  void answer.catch(() => undefined);
  setTimeout(() => response.end(), 500);
  return patience;
}
