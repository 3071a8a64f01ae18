import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { beforeEach, expect, test } from 'vitest';
import { createEngine, type SubgraphAnswer } from '../index.ts';

const federation = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const subgraphs = {
  letters: `type Query { letters: [Letter] } type Letter { author: Institution } type Institution @key(fields: "code", resolvable: false) { code: ID! }`,
  directory: `type Query { all: [Institution] } type Institution @key(fields: "code") { code: ID! name: String! sector: String }`,
};
const { supergraphSdl = '' } = composeServices(
  Object.entries(subgraphs).map(([name, types]) => ({ name, url: `http://${name}`, typeDefs: parse(`${federation} ${types}`) })),
);

/** What the directory knows; the gateway has the first two at hand, by names of its own, so that one can see who has told. */
const sectors = new Map([
  ['JUS', 'justice'],
  ['FIN', 'finance'],
  ['OLD', 'left'],
]);
const atHand = new Map([
  ['JUS', { code: 'JUS', name: 'Justice, at hand' }],
  ['FIN', { code: 'FIN', name: 'Finance, at hand' }],
]);

let askedOfDirectory: string[][];
let authors: string[];
beforeEach(() => {
  askedOfDirectory = [];
  authors = ['JUS', 'FIN', 'JUS'];
});

const engine = createEngine<null>({
  supergraphSdl,
  placeOf: (server) => {
    if (server !== 'directory') return { kind: 'server', server, institution: false };
    const find = (code: string) => atHand.get(code);
    return { kind: 'server', server, institution: false, atHand: [{ type: 'Institution', key: 'code', fields: ['code', 'name'], find }] };
  },
  wire: {
    async send(server, { operation, variables }): Promise<SubgraphAnswer> {
      const alias = operation.text.includes('name:code') ? 'name' : 'code';
      if (server === 'letters') return { data: { letters: authors.map((code) => ({ author: { code, [alias]: code } })) } };
      const { representations = [] } = JSON.parse(variables) as { representations?: { code: string }[] };
      askedOfDirectory.push(representations.map(({ code }) => code));
      const told = representations.map(({ code }) => ({
        __typename: 'Institution',
        code,
        name: `${code}, told`,
        sector: sectors.get(code),
      }));
      return { data: { _entities: told } };
    },
  },
  missing: (error, path) => ({ message: String(error), path }),
});
const authorsOf = async (source: string, variables: Record<string, unknown> = {}) => {
  const { written, errors } = await engine.compile({ document: parse(source) }).run(variables, null);
  expect(errors).toEqual([]);
  return (JSON.parse(written?.toString() ?? '{}').data as { letters: { author: object }[] }).letters.map(({ author }) => author);
};

test.each([
  '{ letters { author { name } } }',
  '{ letters { author { code ... on Institution { name __typename } } } }',
  '{ letters { author { ...Who } } } fragment Who on Institution { name }',
])('is told without a call: %s', async (source) => {
  const names = (await authorsOf(source)).map((author) => ('name' in author ? author.name : null));

  expect(names).toEqual(['Justice, at hand', 'Finance, at hand', 'Justice, at hand']);
  expect(askedOfDirectory).toEqual([]);
});

test('is told by the names that the client gave', async () => {
  authors = ['JUS'];

  expect(await authorsOf('{ letters { author { who: name } } }')).toEqual([{ who: 'Justice, at hand' }]);
  expect(await authorsOf('{ letters { author { code: name name: code } } }')).toEqual([{ code: 'Justice, at hand', name: 'JUS' }]);
});

test('who is not at hand is asked of the server, alone', async () => {
  authors = ['JUS', 'OLD', 'OLD'];
  const [first, ...others] = await authorsOf('{ letters { author { name } } }');

  expect([first, ...others]).toEqual([{ name: 'Justice, at hand' }, { name: 'OLD, told' }, { name: 'OLD, told' }]);
  expect(askedOfDirectory).toEqual([['OLD']]);
});

test('with another field all is asked of the server: what is told of one is of one moment', async () => {
  expect(await authorsOf('{ letters { author { name sector } } }')).toEqual([
    { name: 'JUS, told', sector: 'justice' },
    { name: 'FIN, told', sector: 'finance' },
    { name: 'JUS, told', sector: 'justice' },
  ]);
  expect(askedOfDirectory).toEqual([['JUS', 'FIN']]);
});

test('under a condition that does not hold nothing is told', async () => {
  const source = 'query ($is: Boolean!) { letters { author { code name @include(if: $is) } } }';

  expect(await authorsOf(source, { is: false })).toEqual([{ code: 'JUS' }, { code: 'FIN' }, { code: 'JUS' }]);
  expect((await authorsOf(source, { is: true }))[0]).toEqual({ code: 'JUS', name: 'Justice, at hand' });
});

test('no two places of an answer share an object', async () => {
  const [one, , again] = await authorsOf('{ letters { author { name code } } }');

  expect(again).toEqual(one);
});
