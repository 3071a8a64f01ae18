import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { complete } from './complete.ts';
import { writerOf } from './writer.ts';

const schema = buildSchema(`
  type Query { node: Node found: [Found] letter: Letter letters: [[Letter!]]! }
  interface Node { id: ID! title: String }
  union Found = Letter | Order
  enum Kind { LETTER ORDER }
  scalar DateTime
  type Letter implements Node { id: ID! title: String kind: Kind pages: Int size: Float isOpen: Boolean at: DateTime note(of: String): String }
  type Order implements Node { id: ID! title: String sum: Int! }`);
const asAsked = (name: string) => name;

function writing(text: string, variables = {}) {
  const document = parse(text);
  const definition = getOperationAST(document);
  if (definition == null) throw new Error('no operation');
  const write = writerOf(schema, document, definition, asAsked);
  return { document, write: (data: object) => write(data as never, variables) };
}

/** As graphql-js would write it: the writer says the same, to the letter. */
async function agrees(text: string, data: object, variables = {}): Promise<string> {
  const { document, write } = writing(text, variables);
  const whole = await complete(schema, { document }, variables, { data: data as never, errors: [], storedName: asAsked });
  expect(whole.errors).toEqual([]);
  expect(write(data)).toBe(JSON.stringify({ data: whole.data }));
  return write(data) ?? '';
}

describe('a writer', () => {
  test('writes what was asked, in its order, under its names, and no more', async () => {
    const text = await agrees(
      '{ a: letter { t: title id ...F } letter { __typename } } fragment F on Letter { pages again: title ... on Node { title } }',
      { a: { id: 1, title: 'a "quote", \u2028 and \ud83d\ude00', t: 'T', pages: 3, again: 'A', hidden: 1 }, letter: {} },
    );
    expect(text).toContain('"a":{"t":"T","id":"1","pages":3');
  });

  test('writes each type of an interface or a union by its own fields', async () => {
    await agrees('{ node { title ... on Order { sum } } found { __typename ... on Letter { at kind } ... on Order { id } } }', {
      node: { __typename: 'Order', title: null, sum: 0 },
      found: [{ __typename: 'Letter', at: { any: [1] }, kind: 'ORDER' }, null, { __typename: 'Order', id: '7' }],
    });
  });

  test('writes lists of lists, and leaves out what is skipped', async () => {
    const data = { letters: [[{ id: 'x', size: 1.5, isOpen: false }], null, []] };
    await agrees('query ($no: Boolean!) { letters { id title @include(if: $no) size isOpen } }', data, { no: false });
    expect(await agrees('{ letter { title @skip(if: true) } }', { letter: {} })).toBe('{"data":{"letter":{}}}');
  });

  test.each([
    ['a null where none may be', '{ node { id } }', { node: { __typename: 'Order', id: null } }],
    ['an unknown type', '{ node { id } }', { node: { __typename: 'Person', id: '1' } }],
    ['no type', '{ node { id } }', { node: { id: '1' } }],
    ['another type', '{ letter { id } }', { letter: { __typename: 'Order', id: '1' } }],
    ['a value of another enum', '{ letter { kind } }', { letter: { kind: 'constructor' } }],
    ['a number too large', '{ letter { pages } }', { letter: { pages: 2 ** 31 } }],
    ['a text for a number', '{ letter { size } }', { letter: { size: '1' } }],
    ['a number for a text', '{ letter { title } }', { letter: { title: 1 } }],
    ['a number for yes or no', '{ letter { isOpen } }', { letter: { isOpen: 1 } }],
    ['an object for a list', '{ letters { id } }', { letters: { id: '1' } }],
    ['a list for an object', '{ letter { id } }', { letter: [{ id: '1' }] }],
    ['a question about the graph', '{ __schema { queryType { name } } }', {}],
  ])('leaves %s to completion', (_what, text, data) => {
    expect(writing(text).write(data)).toBeNull();
  });
});

test('completion tells of nulls that nobody has explained, each with its place', async () => {
  const document = parse('{ found { ... on Order { sum } } letter { id } }');
  const data = {
    found: [
      { __typename: 'Order', sum: null },
      { __typename: 'Order', sum: null },
    ],
    letter: { id: null },
  };
  const errors = [{ message: 'refused', path: ['found', 1] }];
  const { data: completed, errors: told } = await complete(schema, { document }, {}, { data, errors, storedName: asAsked });

  expect(completed).toEqual({ found: [null, null], letter: null });
  expect(told.map(({ path }) => path)).toEqual([
    ['found', 1],
    ['found', 0, 'sum'],
    ['letter', 'id'],
  ]);
});
