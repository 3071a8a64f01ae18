import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StandInCircuit, startStandIns } from '../../../tests/kit/standInCircuit.ts';
import type { RunningGateway } from '../startGateway.ts';

const desk = 'https://desk.example.gov';
const stranger = 'https://stranger.example';
let circuit: StandInCircuit;
let open: RunningGateway;
let token = '';

beforeAll(async () => {
  circuit = await startStandIns();
  open = await circuit.startAs({ settings: { corsOrigins: new Set([desk]) } });
  token = await circuit.token('c.clerk', 'JUS');
});
afterAll(async () => {
  await open.close();
  await circuit.close();
});

const get = (headers: Record<string, string>, query = '{ __typename }') =>
  fetch(`${circuit.gateway.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { authorization: `Bearer ${token}`, ...headers } });

describe('what any page can make a browser send is not done', () => {
  test.each([
    ['nothing', {}],
    ['an empty header', { 'apollo-require-preflight': '' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a text, with words behind its type', { 'content-type': 'Text/Plain ; charset=utf-8' }],
    ['files', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('by GET with %s', async (_what, headers) => {
    const answer = await get(headers);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'PREFLIGHT_REQUIRED' } }] });
  });

  test.each([
    ['apollo-require-preflight', { 'apollo-require-preflight': 'true' }],
    ['x-apollo-operation-name', { 'x-apollo-operation-name': 'Q' }],
    ['JSON as its type', { 'content-type': 'application/json' }],
  ])('and what no page sends without asking is: by GET with %s', async (_what, headers) => {
    expect(await (await get(headers)).json()).toEqual({ data: { __typename: 'Query' } });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])('by POST of %s', async (type) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const answer = await fetch(`${circuit.gateway.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });

    expect(answer.status).toBe(415);
  });
});

describe('pages', () => {
  const asked = (url: string, origin: string) =>
    fetch(`${url}/graphql`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  const corsOf = ({ headers }: Response) => [...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary');

  test('of origins that the operator has named may ask', async () => {
    const answer = await asked(open.url, desk);

    expect(answer.status).toBe(204);
    expect(Object.fromEntries(corsOf(answer))).toMatchObject({
      'access-control-allow-origin': desk,
      'access-control-allow-methods': 'GET, POST, PUT',
      'access-control-allow-headers': expect.stringContaining('authorization'),
      vary: 'origin',
    });
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    const headers = { origin: desk, 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const done = await fetch(`${open.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
    expect(done.headers.get('access-control-allow-origin')).toBe(desk);
    expect(done.headers.get('vary')).toBe('origin');
  });

  test.each([stranger, 'null', `${desk}.stranger.example`])('of others may not: %s', async (origin) => {
    expect(corsOf(await asked(open.url, origin))).toEqual([['vary', 'origin']]);
  });

  test('may not ask at all where no origin is named', async () => {
    const answer = await asked(circuit.gateway.url, desk);

    expect(answer.status).toBe(405);
    expect(corsOf(answer)).toEqual([]);
  });
});
