import type { IncomingMessage } from 'node:http';
import { parseRequestParams } from 'graphql-http';
import { expect, it } from 'vitest';
import { usualParams } from './usualRequest.ts';

const query = '{ institutions { totalCount } }';
const bodies = [
  { query },
  { query, operationName: 'A', variables: { a: [1, { b: null }] }, extensions: { cost: true } },
  { query, operationName: null, variables: null, extensions: null },
  { query: '' },
  {},
  { query: null },
  { query: 1 },
  { query, operationName: 1 },
  { query, variables: [] },
  { query, variables: 'x' },
  { query, extensions: [] },
  { query, extensions: 1 },
  [{ query }],
  null,
  'text',
].map((body) => JSON.stringify(body));
const types = ['application/json', 'application/json; charset=utf-8', 'application/json; charset=latin1', 'text/plain', undefined];
const all = [...bodies, '', '{', ` ${bodies[0]}`, `${bodies[0]}x`].flatMap((body) =>
  ['POST', 'GET', 'PUT'].flatMap((method) => types.map((type) => ({ method, type, body }))),
);

const asked = (method: string, type: string | undefined, accept?: string): IncomingMessage =>
  ({
    method,
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...(accept === undefined ? {} : { accept }) },
  }) as IncomingMessage;

it.each(all)('$method $type $body is read as graphql-http reads it, or left to it', async ({ method, type, body }) => {
  const usual = usualParams(asked(method, type), body);
  if (usual === undefined) return;
  const headers = { 'content-type': type };
  expect(usual).toEqual(await parseRequestParams({ method, url: '/graphql', headers, body, raw: undefined, context: undefined }));
});

it.each([
  ['application/json', bodies[0]],
  ['application/json; charset=utf-8', bodies[1]],
  ['application/json', bodies[2]],
])('%s %s is of the usual form', (type, body = '') => {
  for (const accept of [undefined, '*/*', 'application/json', 'application/graphql-response+json'])
    expect(usualParams(asked('POST', type, accept), body)).toBeDefined();
});

it('what is accepted in another form is left to the library', () => {
  for (const accept of ['text/html', 'application/json;charset=latin1', ''])
    expect(usualParams(asked('POST', 'application/json', accept), bodies[0] ?? '')).toBeUndefined();
});
