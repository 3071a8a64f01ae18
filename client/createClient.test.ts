import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { exchangeTelling, me, thrown } from '../tests/kit/toldClient.ts';
import { ChanceryError, createClient, operations } from './index.ts';

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
