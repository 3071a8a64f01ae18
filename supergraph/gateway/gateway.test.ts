import { Socket } from 'node:net';
import { startTelemetry } from '@chancery/observability';
import { beforeAll, describe, expect, test } from 'vitest';
import { id, letter, notFound, opinion, order, request } from '../../tests/kit/standInCircuit.ts';
import { ask, asked, circuit, standInsOfFile } from '../../tests/kit/standInsOfFile.ts';

/** Whom this process has connected to. */
const connections: string[] = [];

beforeAll(() => {
  startTelemetry({ service: 'gateway' });
  watchConnections();
});
standInsOfFile();

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

test('no connection leaves the machine', () => {
  expect(connections.length).toBeGreaterThan(0);
  expect(connections.filter((host) => host !== '127.0.0.1' && host !== 'localhost')).toEqual([]);
});

/** Notes every address that this process connects to. */
function watchConnections(): void {
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const [options] = (Array.isArray(args[0]) ? args[0] : args) as [{ readonly host?: string } | undefined];
    connections.push(options?.host ?? 'localhost');
    return Reflect.apply(connect, this, args) as Socket;
  } as typeof connect;
}
