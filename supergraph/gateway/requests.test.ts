import { describe, expect, test } from 'vitest';
import { published } from '../../tests/kit/publishedOperations.ts';
import { opinion } from '../../tests/kit/standInCircuit.ts';
import { ask, asked, circuit, shown, standInsOfFile } from '../../tests/kit/standInsOfFile.ts';

standInsOfFile();

describe('who asks', () => {
  test('is in the mandate, with the audit record and the operation', async () => {
    await ask('c.clerk', `query Look { document(id: "${opinion}") { title } }`);

    expect(asked('justice')[0]?.mandate).toMatchObject({
      issuer: 'gateway',
      caller: { official: 'JUS:c.clerk', institution: 'JUS', duties: ['CLERK'] },
      operation: 'Look',
      record: circuit.trail.records[0]?.id,
    });
  });

  test('shows his token with a command, and not with what is read after it', async () => {
    const input = `input: { documentId: "${opinion}" }`;
    await ask('s.sign', `mutation { signDocument(${input}) { document { title institution { name sector } consignments { id } } } }`);

    expect(shown('justice')).toContainEqual(['mutation', expect.stringMatching(/^ey/)]);
    expect(shown('exchange')).toEqual([['query', null]]);
    expect(shown('directory')).toEqual([['query', null]]);
  });

  test.each([
    ['directory', 's.sign', 'delegateDuty(input: { official: "JUS:r.reg", duty: SIGNATORY, to: "2099-01-01T00:00:00Z" }) { __typename }'],
    ['exchange', 'r.reg', `dispatchDocument(input: { documentId: "${opinion}", to: ["FIN"] }) { __typename }`],
  ])('shows his token to the %s with a command', async (service, official, command) => {
    await ask(official, `mutation { ${command} }`);

    expect(shown(service)).toEqual([['mutation', expect.stringMatching(/^ey/)]]);
  });

  test('is refused everything without a token, and nothing is fetched', async () => {
    const { body } = await ask(null, published('Document').body, { variables: { id: opinion } });

    expect(body.data).toEqual({ document: null });
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'UNAUTHENTICATED', clause: '2.1' }]);
    expect(asked('justice')).toEqual([]);
    expect(circuit.trail.records).toMatchObject([
      { official: null, outcome: 'REFUSED', code: 'UNAUTHENTICATED', clause: '2.1', documentIds: [opinion] },
    ]);
  });

  test('is not even read without a token, where he makes it up himself', async () => {
    const { body } = await ask(null, `{ document(id: "${opinion}") { title } me { id } }`);

    expect(body).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_NOT_TRUSTED', clause: '1.6' } }] });
    expect(circuit.trail.records).toMatchObject([{ official: null, act: 'unread', outcome: 'REFUSED', code: 'OPERATION_NOT_TRUSTED' }]);
  });

  test('cannot crowd out of the record what he reads', async () => {
    const madeUp = Array.from({ length: 200 }, (_, i) => `JUS:LegalOpinion:01M89MV4KHWHYQP702R6${String(i).padStart(6, '0')}`);
    await ask(
      'c.clerk',
      `query Look { documents(filter: { institution: ${JSON.stringify(madeUp)} }) { totalCount } document(id: "${opinion}") { title } }`,
    );

    expect(circuit.trail.records[0]?.documentIds).toContain(opinion);
  });

  test('does not ask for the schema again and again at once', async () => {
    const schemas = Array.from({ length: 11 }, (_, i) => `a${i}: __schema { queryType { name } }`).join(' ');

    expect((await ask('c.clerk', `{ ${schemas} }`)).errors?.[0]?.extensions.code).toBe('OPERATION_TOO_LARGE');
  });

  test('is not told the schema without a token', async () => {
    expect((await ask(null, '{ __schema { types { name } } }')).errors?.[0]?.extensions.code).toBe('OPERATION_NOT_TRUSTED');
    expect((await ask('c.clerk', '{ __schema { queryType { name } } }')).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  test('must be known to the directory, and act for an institution of his', async () => {
    expect((await ask('n.obody', '{ me { id } }')).errors?.[0]?.extensions).toEqual({ code: 'OFFICIAL_UNKNOWN', clause: '2.2' });
    expect((await ask('c.clerk', '{ me { id } }', { institution: 'FIN' })).errors?.[0]?.extensions.code).toBe('DUTY_REQUIRED');
  });

  test('reads only with a duty that reads', async () => {
    const { data, errors } = await ask('o.oper', `{ me { id } document(id: "${opinion}") { title } }`);

    expect(data).toEqual({ me: { id: 'JUS:c.clerk' }, document: null });
    expect(errors?.[0]?.extensions).toEqual({ code: 'DUTY_REQUIRED', clause: '2.3.5' });
    expect(asked('justice')).toEqual([]);
  });
});

test.each([
  ['GRAPHQL_PARSE_FAILED', '{ me {'],
  ['GRAPHQL_VALIDATION_FAILED', '{ nobody }'],
  ['GRAPHQL_VALIDATION_FAILED', 'mutation { releaseDocument(input: {}) { bundle } }'],
  ['OPERATION_TOO_LARGE', `{ ${'a: me { id } '.repeat(60).replace(/a:/g, () => `a${Math.random().toString(36).slice(2)}:`)} }`],
  ['OPERATION_TOO_LARGE', `{ me { institution { ${'parent { '.repeat(16)} code ${'} '.repeat(16)} } } }`],
])('%s', async (code, query) => {
  expect((await ask('c.clerk', query)).errors?.[0]?.extensions.code).toBe(code);
});

test('answers a status of its own where the client speaks the newer media type', async () => {
  const rich = { accept: 'application/graphql-response+json' };

  expect((await ask('c.clerk', '{ nobody }', { headers: rich })).status).toBe(400);
  expect((await ask('c.clerk', '{ nobody }')).status).toBe(200);
  expect((await ask(null, '{ me { id } }', { headers: { ...rich, authorization: 'Bearer x' } })).status).toBe(401);
});

test('takes nothing larger than 1 MB, and no other media', async () => {
  const post = (body: string, type = 'application/json') =>
    fetch(`${circuit.gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': type }, body });

  expect((await post('x'.repeat(1_100_000))).status).toBe(413);
  expect((await post('{', 'application/json')).status).toBe(400);
  expect((await post('query=1', 'application/x-www-form-urlencoded')).status).toBe(415);
  expect((await fetch(`${circuit.gateway.url}/graphql`, { method: 'DELETE' })).status).toBe(405);
  expect((await fetch(`${circuit.gateway.url}/healthz`)).status).toBe(200);
});
