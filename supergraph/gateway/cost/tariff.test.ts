import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { Tariff } from './tariff.ts';

const sdl = `
  schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: [{ name: "@cost", as: "@weight" }, "@listSize"]) { query: Query mutation: Mutation }
  directive @link(url: String!, import: [Any]) repeatable on SCHEMA
  directive @weight(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  scalar Any
  scalar Blob @weight(weight: 4)
  type Query {
    book: Book
    books(first: Int = 20, filter: Filter): Books @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
    window(first: Int, last: Int): [Book] @listSize(slicingArguments: ["first", "last"])
    loose(first: Int, last: Int): [Book] @listSize(assumedSize: 7, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    report: [Row] @listSize(assumedSize: 1000)
    unsaid: [Row]
    things: [Thing] @listSize(assumedSize: 3)
  }
  type Mutation { send(to: [ID!]! @weight(weight: 5), input: Letter): Book }
  input Filter { words: [String] nested: Filter }
  input Letter { text: String copies: [ID!] @weight(weight: 2) }
  type Books { edges: [Edge!] total: Int }
  type Edge { node: Book }
  type Book { title: String scan: Blob author: Author! shelf: Shelf authors: [Author!] @listSize(assumedSize: 2) }
  type Author { name: String books: [Book] @listSize(assumedSize: 5) }
  type Shelf @weight(weight: 30) { place: String }
  type Row { a: Int }
  type Song { title: String author: Author }
  union Thing = Book | Song
`;
const tariff = new Tariff(buildSchema(sdl, { assumeValidSDL: true }), sdl);

function cost(query: string, variables: Readonly<Record<string, unknown>> = {}): number {
  const document = parse(query);
  const definition = getOperationAST(document);
  if (definition == null) throw new Error('no operation');
  return tariff.costOf(document, definition, variables);
}

describe('an operation costs', () => {
  test.each([
    ['an object 1, a scalar nothing', '{ book { title } }', 1],
    ['what a field is given as its weight', '{ book { shelf { place } } }', 31],
    ['what a scalar is given as its weight', '{ book { scan } }', 5],
    ['nothing for a type’s name', '{ __typename book { __typename } }', 1],
    ['as many rows as are asked for', '{ books(first: 7) { edges { node { title } } } }', 1 + 7 * 2],
    ['as many rows as the argument usually is', '{ books { edges { node { title } } } }', 1 + 20 * 2],
    ['as many rows as are assumed', '{ report { a } }', 1_000],
    ['ten rows where nobody says how many', '{ unsaid { a } }', 10],
    [
      'lists in lists, multiplied',
      '{ books(first: 10) { edges { node { authors { books { author { name } } } } } } }',
      1 + 10 * (2 + 2 * (1 + 5 * 2)),
    ],
    ['every alias', '{ a: book { title } b: book { title } }', 2],
    [
      'fragments where they are spread',
      '{ book { ...F author { ...G } } } fragment F on Book { author { ...G } } fragment G on Author { name }',
      3,
    ],
    [
      'the dearest of the types that can stand there',
      '{ things { ... on Book { author { name } shelf { place } } ... on Song { author { name } } } }',
      3 * 32,
    ],
    [
      'a command 10, and each of a list of values its weight',
      'mutation { send(to: ["a", "b", "c"]) { title } again: send(to: []) { title } }',
      2 * 11 + 15,
    ],
    ['an input its objects', '{ books(first: 0, filter: { words: ["a"], nested: { nested: {} } }) { total } }', 1 + 3],
    ['the graph itself', '{ __schema { types { name } } }', 500],
  ])('%s', (_what, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  test('what its variables ask for', () => {
    const query = 'query Q($n: Int, $to: Letter) { books(first: $n) { edges { node { title } } } }';
    expect([3, 50, null].map((n) => cost(query, { n }))).toEqual([7, 101, 41]);
    expect(cost('mutation M($letter: Letter) { send(to: [], input: $letter) { title } }', { letter: { copies: ['a', 'b'] } })).toBe(16);
  });

  test('nothing for what @skip and @include leave out', () => {
    const query = 'query Q($yes: Boolean!) { book { title } books @include(if: $yes) { edges { node { title } } } }';
    expect([cost(query, { yes: false }), cost(query, { yes: true })]).toEqual([1, 42]);
  });

  test('no more rows than a list gives, whatever is asked for: its owner refuses that', () => {
    expect([-5, 1_000_000_000].map((n) => cost(`{ books(first: ${n}) { edges { node { title } } } }`))).toEqual([1, 401]);
  });

  test('nothing that can be known where two arguments slice one list', () => {
    expect(() => cost('{ window(first: 1, last: 2) { title } }')).toThrow(/exactly one of first, last/);
    expect(() => cost('{ window { title } }')).toThrow(/exactly one/);
    expect([cost('{ window(last: 4) { title } }'), cost('{ loose { title } }'), cost('{ loose(first: 1, last: 2) { title } }')]).toEqual([
      4, 7, 2,
    ]);
  });

  test('what it costs, told in no time however its fragments grow', () => {
    const bomb = Array.from(
      { length: 30 },
      (_, i) => `fragment F${i} on Author { a: books { author { ...F${i + 1} } } b: books { author { ...F${i + 1} } } }`,
    );
    expect(cost(`{ book { author { ...F0 } } } ${bomb.join(' ')} fragment F30 on Author { name }`)).toBeGreaterThan(1e20);
  });
});
