import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ChanceryError, createClient, operations } from './index.ts';

interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An exchange that answers one after another what it is given, and remembers what it was asked. */
function exchangeTelling(...told: readonly Told[]) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const answer: typeof fetch = async (url, init = {}) => {
    asked.push({ url: String(url), init });
    const { status = 200, headers = {}, body } = told[asked.length - 1] ?? { body: null };
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
  };
  return { asked, client: createClient({ url: 'https://exchange.example/graphql', token: 'its-token', waitMs: 5_000, fetch: answer }) };
}

const me = { __typename: 'Official', id: 'JUS:o.petrenko' };
const spent = (retryAfter: number) => ({
  status: 429,
  body: { errors: [{ message: 'Spent.', extensions: { code: 'BUDGET_SPENT', clause: '1.5', retryAfter } }] },
});
const thrown = (promise: Promise<unknown>): Promise<ChanceryError> =>
  promise.then(
    () => expect.fail('nothing was thrown'),
    (error) => error,
  );

describe('an operation', () => {
  test('is asked by its hash alone, with the token', async () => {
    const { asked, client } = exchangeTelling({ body: { data: { document: null } } });
    await client.run(operations.Document, { id: 'JUS:LegalOpinion:01' });
    const [{ url, init } = expect.fail()] = asked;

    expect(url).toBe('https://exchange.example/graphql');
    expect(init).toMatchObject({ method: 'POST', credentials: 'omit', redirect: 'error', headers: { authorization: 'Bearer its-token' } });
    expect(JSON.parse(String(init.body))).toEqual({
      variables: { id: 'JUS:LegalOpinion:01' },
      extensions: { persistedQuery: { version: 1, sha256Hash: operations.Document.id } },
    });
  });

  test('is asked with a token of its own where a function gives them', async () => {
    const { asked } = exchangeTelling();
    const tokens = ['first', 'second'];
    const by: typeof fetch = async (url, init = {}) => {
      asked.push({ url: String(url), init });
      return Response.json({ data: { me } });
    };
    const client = createClient({ url: 'https://exchange.example/graphql', token: async () => tokens.shift(), fetch: by });
    for (const _ of [1, 2, 3]) await client.run(operations.Me);

    expect(asked.map(({ init }) => new Headers(init.headers).get('authorization'))).toEqual(['Bearer first', 'Bearer second', null]);
  });
});

describe('an answer', () => {
  test('of which a part is missing has the rest, and says why', async () => {
    const away = { code: 'INSTITUTION_UNAVAILABLE', clause: '1.4', institution: 'FIN', since: '2026-03-02T10:00:00.000Z' };
    const { client } = exchangeTelling({
      headers: { 'x-trace-id': 'abc' },
      body: {
        errors: [{ message: 'Away.', path: ['me', 'name'], extensions: away }],
        data: { me: { ...me, name: null } },
        extensions: { asOf: [{ path: ['me'], at: '2026-03-02T09:59:30.000Z' }] },
      },
    });
    const { data, errors, asOf, traceId } = await client.run(operations.Me);

    expect(data).toEqual({ me: { ...me, name: null } });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ ...away, path: ['me', 'name'], traceId: 'abc', message: 'Away.' });
    expect(asOf).toEqual([{ path: ['me'], at: '2026-03-02T09:59:30.000Z' }]);
    expect(traceId).toBe('abc');
  });

  test('in which nothing came is thrown, all of it', async () => {
    const errors = [
      { message: 'No such document.', path: ['document'], extensions: { code: 'DOCUMENT_NOT_FOUND', clause: '3.1' } },
      { message: 'And more.', extensions: { code: 'INTERNAL' } },
    ];
    const { client } = exchangeTelling({ headers: { 'x-trace-id': 'abc' }, body: { errors, data: { document: null } } });
    const error = await thrown(client.run(operations.Document, { id: 'none' }));

    expect(error).toBeInstanceOf(ChanceryError);
    expect(error).toMatchObject({ code: 'DOCUMENT_NOT_FOUND', clause: '3.1', path: ['document'], traceId: 'abc', status: 200 });
    expect(error.errors.map(({ code }) => code)).toEqual(['DOCUMENT_NOT_FOUND', 'INTERNAL']);
  });

  test.each([
    ['a page of a proxy', { status: 502, body: '<html>' }],
    ['another JSON', { status: 200, body: { hello: 1 } }],
    ['data that are none', { status: 200, body: { data: null } }],
    ['nothing', { status: 200, body: '' }],
  ])('that is %s is no answer', async (_what, told) => {
    expect(await thrown(exchangeTelling(told).client.run(operations.Me))).toMatchObject({ code: 'NO_ANSWER', status: told.status });
  });
});

describe('what is told to ask again later', () => {
  test.each([
    ['by the exchange', spent(1)],
    ['by a proxy', { status: 503, headers: { 'retry-after': '1' }, body: 'later' }],
  ])('is asked again, then: %s', async (_what, first) => {
    const { asked, client } = exchangeTelling(first, { body: { data: { me } } });
    const since = performance.now();

    expect((await client.run(operations.Me)).data).toEqual({ me });
    expect(asked).toHaveLength(2);
    expect(performance.now() - since).toBeGreaterThan(950);
  });

  test('is asked once more and no oftener', async () => {
    const { asked, client } = exchangeTelling(spent(0), spent(0), { body: { data: { me } } });

    expect(await thrown(client.run(operations.Me))).toMatchObject({ code: 'BUDGET_SPENT', retryAfter: 0 });
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['a time that is not waited', spent(6)],
    ['no time', { status: 503, body: { errors: [{ message: 'Away.', extensions: { code: 'SERVICE_UNAVAILABLE' } }] } }],
    ['a time that says nothing', { status: 503, headers: { 'retry-after': 'soon' }, body: 'later' }],
  ])('is not asked again with %s', async (_what, told) => {
    const { asked, client } = exchangeTelling(told);
    await thrown(client.run(operations.Me));

    expect(asked).toHaveLength(1);
  });

  test('is not asked again if it is a command', async () => {
    const { asked, client } = exchangeTelling(spent(0));
    await thrown(client.run(operations.SignDocument, { input: { documentId: 'JUS:LegalOpinion:01' } }));

    expect(asked).toHaveLength(1);
  });
});

describe('waiting', () => {
  /** Never answers, and does not listen to whoever stops waiting. */
  const deaf: typeof fetch = () => new Promise(() => {});
  const url = 'https://exchange.example/graphql';

  test('ends with its time', async () => {
    const client = createClient({ url, fetch: deaf, waitMs: 20 });
    expect(await thrown(client.run(operations.Me))).toMatchObject({ code: 'NO_ANSWER_IN_TIME' });
  });

  test('ends with its time where no token comes', async () => {
    const client = createClient({ url, fetch: deaf, token: () => new Promise<string>(() => {}) });
    expect(await thrown(client.run(operations.Me, {}, { waitMs: 20 }))).toMatchObject({ code: 'NO_ANSWER_IN_TIME' });
  });

  test.each([0, 20])('ends with the signal of whoever waits, after %i ms', async (ms) => {
    const leaving = new AbortController();
    if (ms === 0) leaving.abort(new Error('gone'));
    else setTimeout(() => leaving.abort(new Error('gone')), ms);
    await expect(createClient({ url, fetch: deaf }).run(operations.Me, {}, { signal: leaving.signal })).rejects.toThrow('gone');
  });

  test('for the time to ask again ends with the signal too', async () => {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(new Error('gone')), 20);
    const { asked, client } = exchangeTelling(spent(2));
    await expect(client.run(operations.Me, {}, { signal: leaving.signal })).rejects.toThrow('gone');
    expect(asked).toHaveLength(1);
  });
});

test('a connection that is lost on the way is told as such, and why', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{');
    setTimeout(() => response.destroy(), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createClient({ url: `http://127.0.0.1:${port}/graphql` });
  const lost = await thrown(client.run(operations.Me));
  await new Promise((resolve) => server.close(resolve));
  const refused = await thrown(client.run(operations.Me));

  for (const error of [lost, refused]) expect(error).toMatchObject({ code: 'NO_CONNECTION', cause: expect.any(TypeError) });
});

describe('pages', () => {
  const page = (endCursor: string | null, hasNextPage = true) => ({
    body: { data: { inbox: { totalCount: 9, edges: [], pageInfo: { hasNextPage, endCursor } } } },
  });
  const asks = (asked: ReturnType<typeof exchangeTelling>['asked']) =>
    asked.map(({ init }) => JSON.parse(String(init.body)).variables.after);

  test.each([
    ['to the end', [page('a'), page('b'), page('c', false)], 100, [null, 'a', 'b']],
    ['no further than it is said', [page('a'), page('b'), page('c')], 2, [null, 'a']],
    ['not round and round', [page('a'), page('a'), page('a')], 100, [null, 'a']],
    ['not without a cursor', [page(null), page(null)], 100, [null]],
  ])('are read %s', async (_what, told, atMost, cursors) => {
    const { asked, client } = exchangeTelling(...told);
    const seen: unknown[] = [];
    for await (const { data } of client.pages(operations.Inbox, { institution: 'FIN' }, ({ inbox }) => inbox, { atMost })) seen.push(data);

    expect(asks(asked)).toEqual(cursors);
    expect(seen).toHaveLength(cursors.length);
  });

  test('begin where they are told to, and end with what is refused', async () => {
    const refused = {
      body: { errors: [{ message: 'No.', extensions: { code: 'CURSOR_INVALID', clause: '1.7' } }], data: { inbox: null } },
    };
    const { asked, client } = exchangeTelling(page('b'), refused);
    const list = client.pages(operations.Inbox, { institution: 'FIN', after: 'a' }, ({ inbox }) => inbox);
    await list.next();

    expect(await thrown(list.next())).toMatchObject({ code: 'CURSOR_INVALID' });
    expect(asks(asked)).toEqual(['a', 'b']);
  });
});

describe('who calls it wrongly', () => {
  const url = 'https://exchange.example/graphql';

  test.each([
    undefined,
    null,
    '',
    'exchange.example/graphql',
    '/graphql',
    'ftp://exchange.example/graphql',
    'https://a:b@exchange.example',
    7,
    {},
  ])('is told so of the address %s at once', (wrong) => {
    expect(() => createClient({ url: wrong as string })).toThrow(
      expect.objectContaining({ name: 'ChanceryError', code: 'BAD_INPUT', message: expect.stringMatching(/^url /) }),
    );
  });

  test.each([undefined, null, 'Inbox', {}, { id: 'abc', type: 'query' }, 'query { me { id } }'])(
    'is told so of what is no published operation, %s, and nobody is asked',
    async (wrong) => {
      const { asked, client } = exchangeTelling();
      const told = { code: 'BAD_INPUT', message: expect.stringContaining('such as operations.Inbox') };

      expect(await thrown(client.run(wrong as unknown as typeof operations.Me))).toMatchObject(told);
      const pages = client.pages(wrong as unknown as typeof operations.Documents, undefined as never, ({ documents }) => documents);
      expect(await thrown(pages.next())).toMatchObject(told);
      expect(asked).toEqual([]);
    },
  );

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '30000'])(
    'is told so of %s ms, which nobody can wait',
    async (waitMs) => {
      const told = { code: 'BAD_INPUT', message: expect.stringMatching(/^waitMs /) };

      expect(await thrown(exchangeTelling().client.run(operations.Me, {}, { waitMs: waitMs as number }))).toMatchObject(told);
      expect(() => createClient({ url, waitMs: waitMs as number })).toThrow(expect.objectContaining(told));
    },
  );

  test.each(['ab\n', 'a b', 'ї', 7])('is told so of the token %s, which no header holds', async (token) => {
    const client = createClient({ url, token: () => token as string });

    expect(await thrown(client.run(operations.Me))).toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/^token /) });
  });

  test('is told so of variables that are no JSON', async () => {
    const told = { code: 'BAD_INPUT', message: 'The variables cannot be written as JSON.' };

    expect(await thrown(exchangeTelling().client.run(operations.Document, { id: 7n as unknown as string }))).toMatchObject(told);
  });
});
