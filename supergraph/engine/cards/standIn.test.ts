import { parseInstitutionCode } from '@chancery/domain';
import { withoutSecurity } from '@chancery/policy';
import { readSupergraph } from '@chancery/schema';
import { Unreachable, type UnreachableReason } from '@chancery/trust';
import { type GraphQLFormattedError, parse, print } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type EngineOptions, type SubgraphAnswer } from '../index.ts';

const at = '2026-03-02T09:59:30.000Z';
const id = (code: string, n: number): string => `${code}:Letter:01JD${String(n).padStart(22, '0')}`;
const codeOf = (documentId: unknown): string => String(documentId).split(':')[0] ?? '';

/** By the name of a server: what it answers. The institutions' servers are called as they are. */
type Play = (server: string, asked: { readonly text: string; readonly variables: Record<string, unknown> }) => SubgraphAnswer;
let play: Play;
let asked: { server: string; text: string; variables: Record<string, unknown> }[];
let listed: readonly string[];
beforeEach(() => {
  asked = [];
  listed = [id('JUS', 1), id('FIN', 1), id('FIN', 2)];
  play = away('no connection');
});

const gone = (server: string, reason: UnreachableReason) => new Unreachable(server, reason);
const away =
  (reason: UnreachableReason): Play =>
  (server) => {
    throw gone(server, reason);
  };

const answerer = (documentId: unknown) => ({ institution: parseInstitutionCode(codeOf(documentId)), server: codeOf(documentId) });
const options: EngineOptions<null> = {
  supergraphSdl: print(withoutSecurity(parse(readSupergraph()))),
  placeOf: (subgraph) => {
    if (subgraph !== 'perimeter') return { kind: 'server', server: subgraph, institution: false };
    const institutions = { ofRoot: (_field: string, _argument: string, value: unknown) => answerer(value), ofEntity: answerer };
    const fields = 'institution { __typename code } kind status access title documentDate outgoingNumber';
    const standIn = { type: 'Document', server: 'catalogue', field: 'cards', fields, most: 3 };
    return { kind: 'perimeters', routes: new Map([['document', 'id']]), institutions, standIn };
  },
  wire: {
    async send(server, { operation, variables }) {
      const call = { server, text: operation.text, variables: JSON.parse(variables) as Record<string, unknown> };
      asked.push(call);
      if (server !== 'catalogue') return play(server, call);
      return operation.text.includes('cards(') ? cards(call.variables.ids as readonly string[]) : list(operation.text);
    },
  },
  missing: (error, path, institution): GraphQLFormattedError => ({
    message: error instanceof Unreachable ? error.reason : String(error),
    path,
    extensions: { institution },
  }),
};

/** Under the names by which the list was asked for. */
const list = (text: string): SubgraphAnswer => {
  const edges = listed.map((each) => ({ node: { __typename: 'Document', id: each } }));
  return { data: text.includes('aside__id') ? { aside__id: { aside__code: edges } } : { documents: { edges } } };
};
let cardOf = (documentId: string): object | null => ({ title: `Card of ${documentId}`, status: 'REGISTERED' });
const cards = (ids: readonly string[]): SubgraphAnswer => ({
  data: {
    cards: ids.flatMap((each) => {
      const facts = cardOf(each);
      return facts === null ? [] : [{ id: each, asOf: at, institution: { __typename: 'Institution', code: codeOf(each) }, ...facts }];
    }),
  },
});

const engine = createEngine(options);
const run = async (source: string) => {
  const { written, errors, asOf } = await engine.compile({ document: parse(source) }).run({}, null);
  return {
    data: written === null ? null : JSON.parse(written.toString()).data,
    errors,
    marks: asOf.map(({ path }) => path.join('.')),
    moments: new Set(asOf.map((each) => each.at)),
  };
};
const idsAsked = () => asked.flatMap(({ variables }) => ('ids' in variables ? [variables.ids] : []));
const titles = '{ documents { edges { node { title } } } }';

describe('what stands in for perimeters', () => {
  test('is asked once for all that is missed at once, and once for a document at several places', async () => {
    const [one = ''] = listed;
    const { data, errors, marks, moments } = await run(
      `{ documents { edges { node { title } } } b: document(id: "${one}") { title } c: document(id: "${one}") { status } }`,
    );

    expect(errors).toEqual([]);
    expect(data).toEqual({
      documents: { edges: listed.map((each) => ({ node: { title: `Card of ${each}` } })) },
      b: { title: `Card of ${one}` },
      c: { status: 'REGISTERED' },
    });
    expect(marks.toSorted()).toEqual(['b', 'c', 'documents.edges.0.node', 'documents.edges.1.node', 'documents.edges.2.node']);
    expect(moments).toEqual(new Set([at]));
    expect((idsAsked().flat() as string[]).toSorted()).toEqual([...listed].toSorted());
  });

  test.each([
    ['{ documents { edges { node { called: title } } } }', 'title'],
    [`{ documents { edges { node { title } } } document(id: "${id('FIN', 1)}") { status t: title } }`, 'status title'],
    ['{ documents { edges { node { title institution { who: code } } } } }', 'institution{code} title'],
    ['{ documents { edges { node { title ... on Document { documentDate abstract } } } } }', 'documentDate title'],
  ])('is asked for what was asked, and for nothing else: %s', async (source, fields) => {
    await run(source);

    const questions = asked.flatMap(({ server, text }) => (server === 'catalogue' && text.includes('cards(') ? [text] : []));
    expect(new Set(questions)).toEqual(new Set([`query Cards($ids:[ID!]!){cards(ids:$ids){id asOf ${fields}}}`]));
  });

  test('is told of by the names that the client gave, also where they are those of keys', async () => {
    listed = [id('FIN', 1)];
    const { data, errors, marks } = await run('{ id: documents { code: edges { node { id: abstract code: title } } } }');

    expect(data).toEqual({ id: { code: [{ node: { id: null, code: `Card of ${listed[0]}` } }] } });
    expect(errors.map(({ path }) => path)).toEqual([['id', 'code', 0, 'node', 'id']]);
    expect(marks).toEqual(['id.code.0.node']);
  });

  test('is asked for as many ids as it takes', async () => {
    listed = Array.from({ length: 7 }, (_each, i) => id('FIN', i + 1));
    const { errors, marks } = await run(titles);

    expect([errors, marks.length]).toEqual([[], 7]);
    expect(idsAsked()).toEqual([listed.slice(0, 3), listed.slice(3, 6), listed.slice(6)]);
  });

  test('gives to each document what its fields need, and no more: the others stand as their perimeters answer', async () => {
    play = (server, { variables }) => {
      if (server !== 'JUS') throw gone(server, 'too slow');
      const representations = variables.representations as readonly { readonly id: string }[];
      return { data: { _entities: representations.map(({ id: each }) => ({ title: `Title of ${each}`, abstract: 'A' })) } };
    };
    const { data, errors, marks } = await run('{ documents { edges { node { title abstract } } } }');

    const [first, ...others] = data.documents.edges;
    expect(first).toEqual({ node: { title: `Title of ${listed[0]}`, abstract: 'A' } });
    expect(others).toEqual(listed.slice(1).map((each) => ({ node: { title: `Card of ${each}`, abstract: null } })));
    expect(marks).toEqual(['documents.edges.1.node', 'documents.edges.2.node']);
    expect(errors).toEqual(
      [1, 2].map((i) => ({ message: 'too slow', path: ['documents', 'edges', i, 'node', 'abstract'], extensions: { institution: 'FIN' } })),
    );
  });

  test.each<[string, Play]>([
    ['has fewer entities than were asked for', () => ({ data: { _entities: [] } })],
    ['has no list of entities', () => ({ data: { _entities: 'x' } })],
    ['is too large', away('too large')],
    ['is a fault', away('fault')],
  ])('gives cards where an answer %s', async (_what, played) => {
    play = played;

    expect((await run(titles)).marks).toHaveLength(3);
    expect(idsAsked()).toHaveLength(1);
  });

  test.each<[string, Play]>([
    ['a refusal', () => ({ data: { _entities: [null, null] }, errors: [{ message: 'no', path: ['_entities', 0] }] })],
    ['the end of its time', away('stopped')],
    ['duties that nobody confirms', away('unconfirmed')],
    [
      'a mistake of ours',
      () => {
        throw new TypeError('ours');
      },
    ],
  ])('is not asked after %s', async (_what, played) => {
    play = played;
    listed = [id('FIN', 1), id('FIN', 2)];
    const { marks } = await run(titles);

    expect([idsAsked(), marks]).toEqual([[], []]);
  });

  test('is not asked where no card could do', async () => {
    const { data, errors } = await run('{ documents { edges { node { title version } } } }');

    expect(idsAsked()).toEqual([]);
    expect(data.documents.edges.map(({ node }: { node: unknown }) => node)).toEqual([null, null, null]);
    expect(errors).toHaveLength(3);
  });

  test('leaves no mark on what its card could not fill after all', async () => {
    cardOf = (documentId) => (documentId === listed[1] ? null : { title: documentId === listed[0] ? {} : 'T', status: 'REGISTERED' });
    const { data, errors, marks } = await run(titles);

    expect(data.documents.edges).toEqual([{ node: null }, { node: null }, { node: { title: 'T' } }]);
    expect(marks).toEqual(['documents.edges.2.node']);
    expect(errors.map(({ path }) => path?.join('.'))).toEqual(['documents.edges.1.node', 'documents.edges.0.node.title']);
  });
});
