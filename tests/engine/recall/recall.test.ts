import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { engineSide } from '../sides/engineSide.ts';
import { composed, type Reader, type Server, server } from '../sides/federation.ts';

// Documents and their audit entries name the same officials; what one step has asked about an official, a later one need not ask again.

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const stub = 'type Official @key(fields: "id", resolvable: false) { id: ID! }';
const sdls = {
  documents: `${link} ${stub} type Query { documents: [Document!] } type Mutation { rename: Document }
    type Document @key(fields: "id") { id: ID! author: Official }`,
  audit: `${link} ${stub} type Document @key(fields: "id") { id: ID! entries: [Entry!] } type Entry { by: Official of: Official } type Query { all: [Entry!] }`,
  directory: `${link} type Official @key(fields: "id") { id: ID! name(of: Int = 0): String rank: Rank } type Rank { number: Int title: String }`,
};

let renamed: number;
let authors: readonly string[];
let asked: { readonly subgraph: string; readonly ids: readonly string[] }[];
let fails: boolean;
/** How long subgraphs take to answer, in milliseconds. */
let delays: Readonly<Record<string, number>>;

beforeEach(() => {
  renamed = 0;
  authors = ['a', 'b'];
  asked = [];
  fails = false;
  delays = {};
});

const documents = () => authors.map((id, i) => ({ __typename: 'Document', id: `d${i}`, author: { id } }));
const byName = (fields: Readonly<Record<string, (args: { readonly of?: number }) => unknown>>): Reader => ({
  field: (parent, args, _context, { fieldName }) =>
    fields[fieldName]?.(args) ?? (parent as Readonly<Record<string, unknown>> | undefined)?.[fieldName],
  type: () => 'Document',
  entity: (representation) => representation,
});
const servers: Readonly<Record<keyof typeof sdls, Server>> = {
  documents: server(
    sdls.documents,
    byName({
      documents,
      rename: () => {
        renamed += 1;
        return documents()[0];
      },
    }),
  ),
  audit: server(sdls.audit, {
    ...byName({
      all: () => [
        { by: { id: 'a' }, of: { id: 'b' } },
        { by: { id: 'b' }, of: { id: 'c' } },
      ],
    }),
    entity: ({ id }) => ({ id, entries: [{ by: { id: 'a' }, of: { id: id === 'd0' ? 'b' : 'c' } }] }),
  }),
  directory: server(sdls.directory, {
    ...byName({}),
    field: (parent, { of }, _context, { fieldName }) => {
      const official = parent as { readonly id: string };
      if (fails && official.id === 'a') throw new Error('not now');
      if (fieldName === 'name') return `${official.id}${renamed}${of}`;
      return fieldName === 'rank' ? { number: renamed, title: official.id } : (parent as Readonly<Record<string, unknown>>)[fieldName];
    },
  }),
};

async function ask(source: string) {
  const composition = composed(sdls);
  if ('faults' in composition) throw new Error(composition.faults.join('\n'));
  const noted = Object.entries(servers).map(([subgraph, each]): [string, Server] => [
    subgraph,
    (operation, variables) => {
      const representations: { readonly id: string }[] = Object.values(JSON.parse(variables)).flat() as never;
      asked.push({ subgraph, ids: representations.map(({ id }) => id) });
      return setTimeout(delays[subgraph]).then(() => each(operation, variables));
    },
  ]);
  return engineSide(composition.supergraphSdl, Object.fromEntries(noted)).ask({ source, operationName: null, variables: {} });
}

const askedOf = (subgraph: string) => asked.filter((each) => each.subgraph === subgraph).map(({ ids }) => ids);

test('what is known of an official is not asked again, and who is not known is', async () => {
  const { data, errors } = await ask(
    '{ documents { author { name rank { title number } } entries { by { name } of { rank { title } name } } } }',
  );

  expect(errors).toEqual([]);
  expect(askedOf('directory').map((ids) => ids.toSorted())).toEqual([['a', 'b'], ['c']]);
  expect(data).toMatchObject({
    documents: [{ entries: [{ by: { name: 'a00' }, of: { rank: { title: 'b' }, name: 'b00' } }] }, {}],
  });
});

test('nobody is asked where everything is known', async () => {
  authors = ['a', 'b', 'c'];
  const { data } = await ask('{ documents { author { id name rank { number title } } entries { by { name } of { rank { title } } } } }');

  expect(askedOf('directory')).toEqual([['a', 'b', 'c']]);
  // Only what was asked at a place stands there.
  expect(data).toMatchObject({ documents: [{ entries: [{ by: { name: 'a00' }, of: { rank: { title: 'b' } } }] }, {}, {}] });
});

test('the same field with another argument is another question', async () => {
  const { data } = await ask('{ documents { author { name } entries { by { name(of: 7) } } } }');

  expect(askedOf('directory')).toEqual([['a', 'b'], ['a']]);
  expect(data).toMatchObject({ documents: [{ author: { name: 'a00' }, entries: [{ by: { name: 'a07' } }] }, {}] });
});

test('what is being asked already is waited for, and asked again only where no good answer comes', async () => {
  const source = '{ documents { author { name } } all { by { name } of { name } } }';
  // Also on a busy machine one is asked long before the other answers.
  delays = { audit: 200, directory: 600 };
  const { data } = await ask(source);

  expect(askedOf('directory').map((ids) => ids.toSorted())).toEqual([['a', 'b'], ['c']]);
  expect(data).toMatchObject({
    all: [
      { by: { name: 'a00' }, of: { name: 'b00' } },
      { by: { name: 'b00' }, of: { name: 'c00' } },
    ],
  });

  asked = [];
  fails = true;
  const again = await ask(source);
  expect(askedOf('directory').map((ids) => ids.toSorted())).toEqual([['a', 'b'], ['c'], ['a', 'b']]);
  expect(again.errors.map(({ path }) => path?.join('.')).toSorted()).toEqual(['all.0.by.name', 'documents.0.author.name']);
});

test('after a command everything is asked anew', async () => {
  const { data } = await ask('mutation { one: rename { author { name } } two: rename { author { name } entries { by { name } } } }');

  expect(data).toEqual({ one: { author: { name: 'a20' } }, two: { author: { name: 'a20' }, entries: [{ by: { name: 'a20' } }] } });
});

test('an answer with errors is not believed twice', async () => {
  fails = true;
  const { errors } = await ask('{ documents { author { name } entries { by { name } } } }');

  expect(askedOf('directory')).toEqual([['a', 'b'], ['a']]);
  expect(errors.map(({ path }) => path)).toEqual([
    ['documents', 0, 'author', 'name'],
    ['documents', 0, 'entries', 0, 'by', 'name'],
    ['documents', 1, 'entries', 0, 'by', 'name'],
  ]);
});
