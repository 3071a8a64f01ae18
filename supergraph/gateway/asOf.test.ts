import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cardsAsOf, id, letter, opinion, order, request, type StandInCircuit, startStandIns } from '../../tests/kit/standInCircuit.ts';
import { usualSettings } from './settings.ts';
import type { RunningGateway } from './startGateway.ts';

let circuit: StandInCircuit;
/** Its registry has no finance: it knows nobody who serves the kinds of FIN. */
let gateway: RunningGateway;

beforeAll(async () => {
  circuit = await startStandIns();
  gateway = await circuit.startWith('gateway', 'directory', 'audit', 'catalogue', 'exchange', 'justice', 'hosted');
});
afterAll(async () => {
  await gateway.close();
  await circuit.close();
});
beforeEach(() => {
  circuit.trail.records.length = 0;
  for (const service of circuit.services.values()) service.asked.length = 0;
});

const away = { code: 'INSTITUTION_UNAVAILABLE', clause: '1.8', institution: 'FIN', since: expect.any(String) };
const title = (documentId: string): string => `Card of ${documentId}`;
const secret = id('FIN', 'BudgetRequest', 3);
const unknown = id('FIN', 'BudgetRequest', 2);

describe('of an institution that is away', () => {
  test('a list has the cards, and says where and as of when; the documents of others are as they are', async () => {
    const { body } = await ask('{ documents { edges { node { id title institution { code name } consignments { id } } } } }');

    const nodes = body.data?.documents.edges.map(({ node }: { node: unknown }) => node);
    expect(nodes[0]).toMatchObject({ title: `Title of ${opinion}` });
    expect(nodes[1]).toEqual({ id: request, title: title(request), institution: { code: 'FIN', name: 'Name of FIN' }, consignments: [] });
    expect(nodes[2]).toMatchObject({ title: `Title of ${letter}` });
    expect(nodes[4]).toMatchObject({ id: order, title: title(order) });
    expect(body.extensions).toEqual({
      asOf: [1, 4].map((i) => ({ path: ['documents', 'edges', i, 'node'], at: cardsAsOf })),
    });
    // The stand-in of justice says nothing of why the fourth is not there.
    expect(body.errors).toMatchObject([{ path: ['documents', 'edges', 3, 'node', 'title'], extensions: { code: 'INTERNAL' } }]);
    expect(cardsAsked()).toEqual([[request, order]]);
  });

  test('a document has its card, by whatever names it is asked', async () => {
    const query = `query ($id: ID!) { a: document(id: $id) { ...Card today: documentDate } b: document(id: "${opinion}") { title } }
      fragment Card on Document { __typename called: title kind: status ... on Document { access outgoingNumber institution { who: code } } }`;
    const { body } = await ask(query, { variables: { id: request } });

    expect(body).toEqual({
      data: {
        a: {
          __typename: 'Document',
          called: title(request),
          kind: 'REGISTERED',
          access: 'PUBLIC',
          outgoingNumber: null,
          institution: { who: 'FIN' },
          today: '2026-03-01',
        },
        b: { title: `Title of ${opinion}` },
      },
      extensions: { asOf: [{ path: ['a'], at: cardsAsOf }] },
    });
  });

  test('places are told as the client calls them, also where a name collides with a key', async () => {
    const { body } = await ask(`{ code: documents { id: edges { node { title } } } }`);

    expect(body.extensions?.asOf?.map(({ path }) => path)).toEqual([1, 4].map((i) => ['code', 'id', i, 'node']));
  });

  test('what no card has is null and says so by itself', async () => {
    const { body } = await ask(
      `{ document(id: "${request}") { title abstract why: withdrawnReason content { ... on BudgetRequest { purpose } } } }`,
    );

    expect(body.data).toEqual({ document: { title: title(request), abstract: null, why: null, content: { purpose: null } } });
    expect(body.errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['document', 'abstract'], away],
      [['document', 'why'], away],
      [['document', 'content'], { code: 'SERVICE_UNAVAILABLE', clause: '1.8' }],
    ]);
    expect(body.extensions?.asOf).toEqual([{ path: ['document'], at: cardsAsOf }]);
  });

  test('in a list too', async () => {
    const { body } = await ask('{ documents { edges { node { title abstract } } } }');

    expect(body.errors?.filter(({ extensions }) => extensions.code === away.code).map(({ path }) => path)).toEqual(
      [1, 4].map((i) => ['documents', 'edges', i, 'node', 'abstract']),
    );
    expect(body.extensions?.asOf).toHaveLength(2);
  });

  test.each([
    ['a field that may not be null and is on no card', request, 'title version', 0],
    ['the title of a RESTRICTED document', secret, 'title', 1],
    ['a document that the caller may not know of', unknown, 'title', 1],
  ])('%s is missed as if there were no cards', async (_what, documentId, fields, questions) => {
    const { body } = await ask(`{ document(id: "${documentId}") { ${fields} } }`);

    expect(body).toEqual({
      data: { document: null },
      errors: [{ message: 'The institution does not answer; try again later.', path: ['document'], extensions: away }],
    });
    expect(cardsAsked()).toHaveLength(questions);
  });

  test('what else is on the card of a RESTRICTED document is there', async () => {
    const { body } = await ask(`{ document(id: "${secret}") { access status } }`);

    expect(body.data).toEqual({ document: { access: 'RESTRICTED', status: 'REGISTERED' } });
  });

  test('it is on record that the document was read, and the caller stands in the mandate to the catalogue', async () => {
    await ask(`{ document(id: "${request}") { title } }`);

    expect(circuit.trail.records).toMatchObject([{ outcome: 'DONE', documentIds: [request] }]);
    expect(circuit.services.get('catalogue')?.asked[0]?.mandate).toMatchObject({ caller: { official: 'JUS:c.clerk', institution: 'JUS' } });
  });

  test('what is denied is not asked of anybody, and the rest has its card', async () => {
    const { body } = await ask(`{ document(id: "${request}") { title auditEntries { decision { verdict } } } me { id } }`);

    expect(body.data).toMatchObject({ document: { title: title(request) } });
    expect(body.extensions?.asOf).toEqual([{ path: ['document'], at: cardsAsOf }]);
  });

  test('the mark stands beside what the operation costs', async () => {
    const { body } = await ask(`{ document(id: "${request}") { title } }`, { headers: { 'x-chancery-cost': 'include' } });

    expect(body.extensions).toEqual({ asOf: [{ path: ['document'], at: cardsAsOf }], cost: expect.objectContaining({ estimated: 2 }) });
  });

  test('a command, and what is read of its payload, is never answered from cards', async () => {
    const commanded = await ask(`mutation { signDocument(input: { documentId: "${request}" }) { document { title } } }`, { as: 's.sign' });
    expect(commanded.body).toMatchObject({ data: { signDocument: null }, errors: [{ path: ['signDocument'] }] });

    const sent = `mutation { dispatchDocument(input: { documentId: "${request}", to: ["JUS"] }) { dispatch { document { title } } } }`;
    const { body } = await ask(sent, { as: 'r.reg' });
    expect(JSON.stringify(body)).not.toContain('Card of');
    expect(cardsAsked()).toEqual([]);
  });

  test('all is missed as before where the catalogue is away too', async () => {
    const other = await circuit.startWith('gateway', 'directory', 'audit', 'justice', 'hosted');
    try {
      const { body } = await ask(`{ document(id: "${request}") { title } }`, { url: other.url });
      expect(body).toMatchObject({ data: { document: null }, errors: [{ path: ['document'], extensions: away }] });
      expect(body).not.toHaveProperty('extensions');
    } finally {
      await other.close();
    }
  });
});

test('one that hangs is waited for once in an operation', async () => {
  const settings = { services: { ...usualSettings.services, patienceMs: 400 } };
  const other = await circuit.startAs({ settings });
  const finance = circuit.services.get('finance');
  if (finance === undefined) throw new Error('The circuit has no finance.');
  finance.slowMs = 5_000;
  try {
    const { body } = await ask(`{ document(id: "${request}") { title content { ... on BudgetRequest { purpose } } } }`, { url: other.url });

    expect(body.data).toEqual({ document: { title: title(request), content: { purpose: null } } });
    expect(finance.asked.filter(({ query }) => query.includes('_entities'))).toEqual([]);
  } finally {
    finance.slowMs = 0;
    await other.close();
  }
});

interface Body {
  // biome-ignore lint/suspicious/noExplicitAny: what comes is what is tested.
  readonly data?: any;
  readonly errors?: readonly { readonly path?: readonly unknown[]; readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly asOf?: readonly { readonly path: readonly unknown[]; readonly at: string }[]; readonly cost?: object };
}

interface AskOptions {
  readonly url?: string;
  readonly as?: string;
  readonly variables?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(query: string, { url = gateway.url, as = 'c.clerk', variables = {}, headers = {} }: AskOptions = {}) {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await circuit.token(as, 'JUS')}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { body: (await answer.json()) as Body };
}

/** The ids for which cards were asked, call by call. */
const cardsAsked = (): readonly unknown[] =>
  (circuit.services.get('catalogue')?.asked ?? []).flatMap(({ query, variables }) => (query.includes('cards(') ? [variables.ids] : []));
