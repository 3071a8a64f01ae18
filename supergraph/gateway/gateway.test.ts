import { Socket } from 'node:net';
import { startTelemetry } from '@chancery/observability';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { published } from '../../tests/kit/publishedOperations.ts';
import { id, letter, notFound, opinion, order, request, type StandInCircuit, startStandIns } from '../../tests/kit/standInCircuit.ts';

const connections: string[] = [];
let circuit: StandInCircuit;

beforeAll(async () => {
  startTelemetry({ service: 'gateway' });
  watchConnections();
  circuit = await startStandIns();
});

afterAll(() => circuit.close());

beforeEach(() => {
  circuit.trail.records.length = 0;
  circuit.trail.isUp = true;
  for (const service of circuit.services.values()) service.asked.length = 0;
});

describe('an answer', () => {
  test('joins card, content and institution across perimeters: what one server knows comes in one call', async () => {
    const { data, errors } = await ask(
      'c.clerk',
      '{ documents { edges { node { id title institution { name } content { __typename ... on LegalOpinion { opinion } ... on BudgetRequest { purpose } } } } } }',
    );

    expect(data).toMatchObject({
      documents: {
        edges: [
          {
            node: {
              title: `Title of ${opinion}`,
              institution: { name: 'Name of JUS' },
              content: { __typename: 'LegalOpinion', opinion: 'It may.' },
            },
          },
          {
            node: {
              title: `Title of ${request}`,
              institution: { name: 'Name of FIN' },
              content: { __typename: 'BudgetRequest', purpose: 'Reagents' },
            },
          },
          { node: { title: `Title of ${letter}`, institution: { name: 'Name of ODA' }, content: { __typename: 'OfficialLetter' } } },
          { node: null },
          { node: { title: `Title of ${order}` } },
        ],
      },
    });
    // The stand-in said nothing of why the fourth is not there: that is a mistake of ours.
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL']);
    expect(asked('justice').length).toBe(1);
    expect(asked('finance').length).toBe(1);
    expect(asked('hosted').length).toBe(1);
    // Names of institutions are in the copy that the gateway has.
    expect(asked('directory').filter(({ query }) => query.includes('_entities'))).toEqual([]);
  });

  test('puts an error about one content of many kinds on its own document', async () => {
    const { body } = await ask(
      'c.clerk',
      '{ documents { edges { node { id content { ... on LegalOpinion { opinion } ... on PaymentOrder { payee } } } } } }',
    );

    expect(body.errors).toEqual([{ message: 'refused', path: ['documents', 'edges', 4, 'node', 'content'], extensions: notFound }]);
  });

  test('to a refused field names code and clause, and nothing of how we work', async () => {
    const { body } = await ask('c.clerk', `{ document(id: "${id('JUS', 'LegalOpinion', 2)}") { title } }`);

    expect(body).toEqual({ data: { document: null }, errors: [{ message: 'refused', path: ['document'], extensions: notFound }] });
  });

  test('hides what went wrong inside', async () => {
    const { body } = await ask('c.clerk', '{ inbox(institution: "JUS") { totalCount } }');

    expect(body.data).toEqual({ inbox: null });
    expect(body.errors).toEqual([
      { message: 'Something went wrong on our side; it is on record.', path: ['inbox'], extensions: { code: 'INTERNAL' } },
    ]);
  });

  test('misses an institution that is away under its name', async () => {
    const other = await circuit.startWith('gateway', 'directory', 'audit', 'justice');
    try {
      const { body } = await ask(
        'c.clerk',
        `{ a: document(id: "${opinion}") { title } b: document(id: "${request}") { title } consignment(id: "FIN:01JD0000000000000000000001") { id } }`,
        { url: other.url },
      );

      expect(body.data).toEqual({ a: { title: `Title of ${opinion}` }, b: null, consignment: null });
      expect(new Map(body.errors?.map(({ path, extensions }) => [path?.join('.'), extensions]))).toEqual(
        new Map<string, object>([
          ['b', { code: 'INSTITUTION_UNAVAILABLE', clause: '1.8', institution: 'FIN', since: expect.stringMatching(/^20\d\d-.*Z$/) }],
          ['consignment', { code: 'SERVICE_UNAVAILABLE', clause: '1.8' }],
        ]),
      );
    } finally {
      await other.close();
    }
  });

  test('says which trace it was, and goes on with the one it was given', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { headers } = await ask('c.clerk', `{ document(id: "${opinion}") { title } }`, {
      headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` },
    });

    expect(headers.get('x-trace-id')).toBe(trace);
    expect(asked('justice')[0]?.traceId).toBe(trace);
    expect(circuit.trail.records).toMatchObject([{ traceId: trace }]);
    expect((await fetch(`${circuit.gateway.url}/nowhere`)).headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  });
});

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

describe('a decision', () => {
  const decisions = () => circuit.trail.records.map(({ decision }) => decision);

  test('is on record for each operation, allowed or not, by what of the caller it was made', async () => {
    await ask('c.clerk', '{ consignment(id: "FIN:01JD0000000000000000000001") { id } }');
    await ask('c.clerk', 'mutation { fileDocument(input: { documentId: "x", caseFile: "y" }) { document { id } } }');
    await ask(null, published('Me').body);

    expect(decisions()).toMatchObject([
      { verdict: 'ALLOWED', clause: null },
      { verdict: 'REFUSED', clause: '2.3.3', grounds: { refused: { 'Mutation.fileDocument': '2.3.3' } } },
      { verdict: 'REFUSED', clause: '2.1' },
    ]);
    expect(JSON.parse(decisions()[1]?.grounds?.attributes ?? '')).toEqual({
      operation: 'mutation',
      standing: { institution: 'MEMBER', duties: ['CLERK'], delegated: [], clearance: false, scopes: [] },
      fields: ['Document.id', 'FileDocumentPayload.document', 'Mutation.fileDocument'],
    });
    expect(new Set(decisions().map((decision) => decision?.bundle)).size).toBe(1);
  });

  test('is on record for what was stopped before the rules were asked', async () => {
    await ask('c.clerk', '{ nobody }');
    await ask('n.obody', '{ me { id } }');

    expect(decisions()).toMatchObject([
      { verdict: 'REFUSED', clause: null },
      { verdict: 'REFUSED', clause: '2.2' },
    ]);
  });

  test('of a mutation is on record before it runs, and the same after', async () => {
    await ask('s.sign', `mutation { signDocument(input: { documentId: "${opinion}" }) { document { id } } }`);

    expect(decisions()).toMatchObject([{ verdict: 'ALLOWED' }, { verdict: 'ALLOWED' }]);
    expect(decisions()[1]?.digest).toBe(decisions()[0]?.digest);
  });

  test('is told to auditors, as the SDL of the audit trail asks, and to nobody else', async () => {
    const question = `{ document(id: "${opinion}") { auditEntries { id decision { verdict } } } }`;
    await ask('c.clerk', question);
    const clerkAsked = asked('audit')
      .map(({ query }) => query)
      .join();
    await ask('a.audit', question);

    expect(clerkAsked).toContain('auditEntries');
    expect(clerkAsked).not.toContain('decision');
    expect(
      asked('audit')
        .map(({ query }) => query)
        .join(),
    ).toContain('decision');
  });
});

describe('a mutation', () => {
  const sign = `signDocument(input: { documentId: "${opinion}" }) { document { title } }`;

  test('is on record as open before it runs, and as done before its answer leaves (§10.1)', async () => {
    const { data } = await ask('s.sign', `mutation Sign { ${sign} }`);

    expect(data).toEqual({ signDocument: { document: { title: `Title of ${opinion}` } } });
    expect(circuit.trail.records).toMatchObject([
      {
        act: 'signDocument',
        place: 'gateway',
        official: 'JUS:s.sign',
        institution: 'JUS',
        duties: ['SIGNATORY'],
        documentIds: [opinion],
        outcome: 'OPEN',
        closedAt: null,
      },
      { id: circuit.trail.records[0]?.id, outcome: 'DONE' },
    ]);
  });

  test('of which one root field is denied does not run at all', async () => {
    const { body } = await ask('s.sign', `mutation { ${sign} draftLegalOpinion(input: { title: "t" }) { document { id } } }`);

    expect(body.data).toBeNull();
    expect(body.errors).toMatchObject([{ path: ['draftLegalOpinion'], extensions: { code: 'DUTY_REQUIRED', clause: '2.3.1' } }]);
    expect(asked('justice')).toEqual([]);
    expect(circuit.trail.records).toMatchObject([{ outcome: 'REFUSED', act: 'signDocument draftLegalOpinion' }]);
  });

  test('of a kind goes to the institution whose kind it is', async () => {
    const { data } = await ask(
      'c.clerk',
      'mutation($input: DraftLegalOpinionInput!) { draftLegalOpinion(input: $input) { document { id title } } }',
      {
        variables: { input: { title: 'On clause five' } },
      },
    );

    expect(data).toEqual({ draftLegalOpinion: { document: { id: opinion, title: `Title of ${opinion}` } } });
  });

  test('is not done when it cannot be put on record (§10.2)', async () => {
    circuit.trail.isUp = false;
    const { errors } = await ask('s.sign', `mutation { ${sign} }`);
    circuit.trail.isUp = true;

    expect(errors?.[0]?.extensions).toEqual({ code: 'AUDIT_UNAVAILABLE', clause: '10.2' });
    expect(asked('justice')).toEqual([]);
  });

  test('does not come by GET', async () => {
    const headers = { authorization: `Bearer ${await circuit.token('s.sign', 'JUS')}`, 'apollo-require-preflight': 'yes' };
    const answer = await fetch(`${circuit.gateway.url}/graphql?query=${encodeURIComponent(`mutation { ${sign} }`)}`, { headers });

    expect(answer.status).toBe(405);
    expect(asked('justice')).toEqual([]);
  });
});

test('what was read is not shown when it cannot be put on record; a refusal is told all the same', async () => {
  circuit.trail.isUp = false;
  const [read, refused] = await Promise.all([ask('c.clerk', `{ document(id: "${opinion}") { title } }`), ask(null, '{ me { id } }')]);
  circuit.trail.isUp = true;

  expect(read.body).toMatchObject({ errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE' } }] });
  expect(JSON.stringify(read.body)).not.toContain('Title');
  expect(refused.errors?.[0]?.extensions.code).toBe('OPERATION_NOT_TRUSTED');
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

test('no connection leaves the machine', () => {
  expect(connections.length).toBeGreaterThan(0);
  expect(connections.filter((host) => host !== '127.0.0.1' && host !== 'localhost')).toEqual([]);
});

interface AskOptions {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: object;
  readonly institution?: string;
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: { readonly code: string };
  }[];
}

async function ask(
  official: string | null,
  query: string,
  { url = circuit.gateway.url, headers = {}, variables = {}, institution = 'JUS' }: AskOptions = {},
) {
  const authorization = official === null ? {} : { authorization: `Bearer ${await circuit.token(official, institution)}` };
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await answer.json()) as Body;
  return { status: answer.status, headers: answer.headers, body, data: body.data, errors: body.errors };
}

const asked = (name: string) => circuit.services.get(name)?.asked ?? [];
/** What a service was asked for an official, and the token that came with it. */
const shown = (name: string) =>
  asked(name).flatMap(({ mandate, query }) =>
    mandate.caller === null ? [] : [[query.startsWith('mutation') ? 'mutation' : 'query', mandate.token]],
  );

/** Notes every address that this process connects to. */
function watchConnections(): void {
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const [options] = (Array.isArray(args[0]) ? args[0] : args) as [{ readonly host?: string } | undefined];
    connections.push(options?.host ?? 'localhost');
    return Reflect.apply(connect, this, args) as Socket;
  } as typeof connect;
}
