import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../tests/kit/asking.ts';
import { published } from '../../tests/kit/publishedOperations.ts';
import { circuit, gatewayAs, standInsOfFile } from '../../tests/kit/standInsOfFile.ts';

const rich = { accept: 'application/graphql-response+json' };
let clerk = '';

standInsOfFile();
beforeAll(async () => {
  clerk = await circuit.token('c.clerk', 'JUS');
});

const usual = () => `${circuit.gateway.url}/graphql`;
const byHash = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

describe('a published operation', () => {
  const { id: hash, body } = published('Documents');
  const variables = { first: 5 };
  const found = { documents: { totalCount: 5 } };

  test('is found by its hash, by POST and by GET', async () => {
    const posted = await ask(usual(), { extensions: byHash(hash), variables, token: clerk });
    const search = new URLSearchParams({ extensions: JSON.stringify(byHash(hash)), variables: JSON.stringify(variables) });
    const headers = { authorization: `Bearer ${clerk}`, 'apollo-require-preflight': 'true' };
    const got = (await (await fetch(`${usual()}?${search}`, { headers })).json()) as object;

    expect(posted.data).toMatchObject(found);
    expect(got).toMatchObject({ data: found });
    expect(circuit.trail.records.map(({ act }) => act)).toEqual(['query Documents', 'query Documents']);
  });

  test('runs by its text too, and with it its hash must be right', async () => {
    expect((await ask(usual(), { query: body, extensions: byHash(hash), variables, token: clerk })).errors?.[0]?.message).not.toContain(
      'hash',
    );
    expect(await ask(usual(), { query: '{ me { id } }', extensions: byHash(hash), token: clerk })).toMatchObject({ code: 'BAD_INPUT' });
  });

  test.each([
    ['another text', byHash('abc')],
    ['a digit too many', byHash(`${hash}0`)],
    ['no text', { persistedQuery: { version: 1, sha256Hash: {} } }],
    ['of another version', { persistedQuery: { version: 2, sha256Hash: hash } }],
    ['missing', { persistedQuery: {} }],
    ['no object', { persistedQuery: 'abc' }],
  ])('whose hash is %s is refused for its hash, alone and beside a text', async (_what, extensions) => {
    const refused = { status: 400, code: 'BAD_INPUT', errors: [{ message: expect.stringContaining('64 hexadecimal digits') }] };
    expect(await ask(usual(), { extensions, variables, token: clerk })).toMatchObject(refused);
    expect(await ask(usual(), { query: body, extensions, variables, token: clerk })).toMatchObject(refused);
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    const headers = { authorization: `Bearer ${clerk}`, 'apollo-require-preflight': 'true' };
    const { errors } = (await (await fetch(`${usual()}?${search}`, { headers })).json()) as { errors: readonly unknown[] };
    expect(errors).toMatchObject(refused.errors);
  });

  test('is not registered by sending its hash', async () => {
    const unknown = await ask(usual(), { extensions: byHash('0'.repeat(64)), token: clerk, headers: rich });

    expect(unknown).toMatchObject({ status: 404, code: 'PERSISTED_OPERATION_NOT_FOUND' });
    expect(unknown.errors?.[0]?.message).toContain('none can be registered');
    const own = '{ me { id } }';
    const { createHash } = await import('node:crypto');
    const ownHash = createHash('sha256').update(own).digest('hex');
    await ask(usual(), { query: own, extensions: byHash(ownHash), token: clerk });
    expect((await ask(usual(), { extensions: byHash(ownHash), token: clerk })).code).toBe('PERSISTED_OPERATION_NOT_FOUND');
  });

  test('is all that runs without a token, where policy decides about each of its fields', async () => {
    expect(await ask(usual(), { query: '{ me { id } }', headers: rich })).toMatchObject({ status: 403, code: 'OPERATION_NOT_TRUSTED' });
    expect(await ask(usual(), { extensions: byHash(hash), variables })).toMatchObject({
      code: 'UNAUTHENTICATED',
      data: { documents: null },
    });
  });

  test('is all that runs by a client that anybody can copy', async () => {
    const url = await gatewayAs({ settings: { publicClients: new Set(['desk']) } });
    const desk = await circuit.token('c.clerk', 'JUS', { client_id: 'desk' });
    const system = await circuit.token('c.clerk', 'JUS', { client_id: 'registry-system' });

    expect(await ask(url, { query: '{ me { id } }', token: desk })).toMatchObject({ code: 'OPERATION_NOT_TRUSTED' });
    expect((await ask(url, { extensions: byHash(hash), variables, token: desk })).data).toMatchObject(found);
    expect((await ask(url, { query: '{ me { id } }', token: system })).errors).toBeUndefined();
  });
});

describe('the graph', () => {
  const wrong = 'query($f: DocumentFilter) { mee { id } documents(filter: $f) { totalCount } }';

  test('is explained to whoever tries things out, and only to those who have signed in', async () => {
    expect((await ask(usual(), { query: wrong, token: clerk })).errors?.[0]?.message).toContain('Did you mean "me"?');
    expect((await ask(usual(), { query: wrong })).code).toBe('OPERATION_NOT_TRUSTED');
    expect((await fetch(`${circuit.gateway.url}/`)).status).toBe(200);
  });

  test('is not told in production: no introspection, no suggestions, no page', async () => {
    const url = await gatewayAs({ settings: { profile: 'production' } });
    const enumerated = {
      query: 'query($o: DocumentOrder) { documents(orderBy: $o) { totalCount } }',
      variables: { o: 'TITLES' },
      token: clerk,
    };
    const messages = [await ask(url, { query: wrong, token: clerk }), await ask(url, enumerated)].map(({ errors }) => errors?.[0]?.message);

    expect(messages.join()).not.toContain('Did you mean');
    expect(messages).toEqual([expect.stringContaining('mee'), expect.stringContaining('TITLES')]);
    for (const query of ['{ __schema { queryType { name } } }', '{ me { id } __type(name: "Query") { name } }'])
      expect(await ask(url, { query, token: clerk })).toMatchObject({ code: 'INTROSPECTION_OFF' });
    expect((await ask(url, { query: '{ __typename }', token: clerk })).data).toEqual({ __typename: 'Query' });
    expect((await fetch(url.replace('graphql', ''))).status).toBe(404);
  });
});
