import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../../tests/kit/asking.ts';
import { type StandInCircuit, startStandIns } from '../../../tests/kit/standInCircuit.ts';
import type { RunningGateway } from '../startGateway.ts';

let circuit: StandInCircuit;
let served: RunningGateway;
beforeAll(async () => {
  circuit = await startStandIns();
  served = await circuit.startAs({ settings: { graphiql: true } });
});
afterAll(async () => {
  await served.close();
  await circuit.close();
});

/** As browsers ask for what is typed into their address bar. */
const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8' };
const open = (url: string, headers: Readonly<Record<string, string>> = browser) => fetch(url, { headers });
const graphql = (): string => `${served.url}/graphql`;

describe('GraphiQL', () => {
  test('is what a browser finds at the address of the graph', async () => {
    const answer = await open(graphql());

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('renderYogaGraphiQL');
  });

  test('needs no other machine: all that the page names is there, and it may speak to nobody else', async () => {
    const answer = await open(graphql());
    const page = await answer.text();
    const named = [...page.matchAll(/(?:src|href)="([^"]*)"/g)]
      .map(([, address = '']) => address)
      .filter((address) => address !== 'data:,');
    const workers = ['editor', 'json', 'graphql'].map((name) => `/graphiql/${name}.worker.js`);
    const statuses = await Promise.all([...named, ...workers].map(async (path) => (await fetch(served.url + path)).status));

    expect(page).not.toMatch(/\/\/[a-z0-9]/i);
    expect(named).toEqual(['/graphiql/graphiql.css', '/graphiql/graphiql.js']);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/=]{22,}'; /);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
  });

  test('loads styles that name no other machine', async () => {
    const styles = await (await fetch(`${served.url}/graphiql/graphiql.css`)).text();
    const loaded = [...styles.matchAll(/url\(\s*["']?([^)]{0,12})/g)].map(([, address = '']) => address);

    expect(loaded.filter((address) => !address.startsWith('data:'))).toEqual([]);
    expect(styles).not.toContain('@import');
  });

  test('names its scripts anew each time', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => /nonce-([^']*)/.exec((await open(graphql())).headers.get('content-security-policy') ?? '')?.[1]),
    );

    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test('reads the schema with a token, and not without', async () => {
    const query = getIntrospectionQuery({
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
    });
    const body = {
      query,
      operationName: 'IntrospectionQuery',
      headers: { accept: 'application/graphql-response+json, application/json, multipart/mixed' },
    };
    const told = await ask(graphql(), { ...body, token: await circuit.token('c.clerk', 'JUS') });

    expect(told.errors).toBeUndefined();
    expect(told.data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
    expect((await ask(graphql(), body)).code).toBe('OPERATION_NOT_TRUSTED');
  });

  test('is linked from the page at the root', async () => {
    expect(await (await open(served.url)).text()).toContain('<a href="/graphql">');
    expect(await (await open(circuit.gateway.url)).text()).not.toContain('<a ');
  });
});

describe('no page is served', () => {
  test.each([
    ['to a program that takes anything', { accept: '*/*' }],
    ['to one that says nothing', { accept: '' }],
    ['to one that asks for JSON', { accept: 'application/json, text/html;q=0.5' }],
  ])('%s', async (_what, headers) => {
    const answer = await open(`${graphql()}?query=%7B__typename%7D`, headers);

    expect(answer.headers.get('content-type')).toMatch(/json/);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'PREFLIGHT_REQUIRED' } }] });
  });

  test('by POST', async () => {
    const headers = { ...browser, 'content-type': 'application/json' };
    const answer = await fetch(graphql(), { method: 'POST', headers, body: '{"query":"{ __typename }"}' });

    expect(answer.headers.get('content-type')).toMatch(/json/);
  });

  test('where it is turned off, nor what it loads', async () => {
    expect((await open(`${circuit.gateway.url}/graphql`)).headers.get('content-type')).toMatch(/json/);
    expect((await fetch(`${circuit.gateway.url}/graphiql/graphiql.js`)).status).toBe(404);
  });
});
