import { type Audit, type AuditResult, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../../tests/kit/asking.ts';
import { type StandInCircuit, startStandIns } from '../../../tests/kit/standInCircuit.ts';

let circuit: StandInCircuit;
let token = '';
beforeAll(async () => {
  circuit = await startStandIns();
  token = await circuit.token('c.clerk', 'JUS');
});
afterAll(() => circuit.close());

const richType = 'application/graphql-response+json';
const graphql = (): string => `${circuit.gateway.url}/graphql`;

/** Sends what an audit sends, as somebody who has signed in. */
const signedIn =
  (more: Readonly<Record<string, string>>) =>
  (url: string, { headers, ...init }: RequestInit = {}): Promise<Response> =>
    fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(headers)), authorization: `Bearer ${token}`, ...more } });
const auditsBy = (more: Readonly<Record<string, string>>): readonly Audit[] => serverAudits({ url: graphql, fetchFn: signedIn(more) });
const named = (audits: readonly Audit[]) => audits.map(({ id, name, fn }) => [id, name, fn] as const);

/** A header that no page can make a browser send without asking. */
const deliberate = { 'apollo-require-preflight': 'true' };
const onlyDeliberately = 'by GET any page could make a browser ask: it is answered to whoever sends what no page can send';

/** What the specification leaves open and the gateway does otherwise, by the audit's id: why, and the code that says so. */
const otherwise: ReadonlyMap<string, readonly [reason: string, code: string]> = new Map([
  ['5A70', [onlyDeliberately, 'PREFLIGHT_REQUIRED']],
  ['D6D5', [onlyDeliberately, 'PREFLIGHT_REQUIRED']],
  ['6A70', [onlyDeliberately, 'PREFLIGHT_REQUIRED']],
]);

const audits = auditsBy({});

describe('GraphQL over HTTP, audited by graphql-http', () => {
  test.each(named(audits.filter(({ id }) => !otherwise.has(id))))('%s %s', async (_id, _name, audit) => {
    expect(told(await audit())).toEqual({ status: 'ok' });
  });

  test.each(named(audits.filter(({ id }) => otherwise.has(id))))('otherwise: %s %s', async (id, _name, audit) => {
    const [, code] = otherwise.get(id) ?? [];
    const result = await audit();

    // A requirement would be an error, and a recommendation a warning.
    expect(result.status).toBe('notice');
    if (result.status === 'ok') return;
    expect(result.response.status).toBe(400);
    expect(await result.response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  test('nothing is otherwise that is not audited', () => {
    expect([...otherwise.keys()].filter((id) => !audits.some((audit) => audit.id === id))).toEqual([]);
  });
});

describe('a client that sends what no page can send', () => {
  test.each(named(auditsBy(deliberate)))('%s %s', async (_id, _name, audit) => {
    expect(told(await audit())).toEqual({ status: 'ok' });
  });

  test('has no command carried out by GET', async () => {
    const command = encodeURIComponent(
      'mutation { signDocument(input: { documentId: "JUS:LegalOpinion:01JD0000000000000000000001" }) { document { id } } }',
    );
    const answer = await signedIn(deliberate)(`${graphql()}?query=${command}`);

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(circuit.services.get('justice')?.asked.filter(({ query }) => query.includes('signDocument'))).toEqual([]);
  });
});

describe('what is not audited', () => {
  const introspection = '{ __schema { queryType { name } } }';

  test.each([
    ['of whoever has not signed in, who may ask for published operations only', { query: '{ __typename }' }, 'OPERATION_NOT_TRUSTED', 403],
    ['of the schema, to whoever has not signed in', { query: introspection }, 'OPERATION_NOT_TRUSTED', 403],
    ['by a token that is none', { query: '{ __typename }', token: 'none' }, 'TOKEN_INVALID', 401],
  ])('nothing is told %s', async (_what, asked, code, status) => {
    expect(await ask(graphql(), { ...asked, headers: { accept: richType } })).toMatchObject({ status, code });
    // Under this type an answer to a request that is well formed has status 200.
    expect(await ask(graphql(), { ...asked, headers: { accept: 'application/json' } })).toMatchObject({ status: 200, code });
  });

  test('the schema is told to whoever has signed in', async () => {
    expect((await ask(graphql(), { query: introspection, token })).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  test('several operations in one request are refused', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[{ "query": "{ __typename }" }]' };
    const answer = await signedIn({})(graphql(), init);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BATCH_REFUSED' } }] });
  });

  test.each([
    ['PUT', {}, 405],
    ['POST', { accept: 'text/html' }, 406],
  ])('%s with %o is refused, and what to do is said', async (method, headers, status) => {
    const init = { method, headers: { 'content-type': 'application/json', ...headers }, body: '{ "query": "{ __typename }" }' };
    const answer = await signedIn({})(graphql(), init);

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_INPUT' } }] });
  });
});

const told = (result: AuditResult) => (result.status === 'ok' ? { status: 'ok' } : { status: result.status, reason: result.reason });
