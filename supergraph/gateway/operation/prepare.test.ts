import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { bomb, schema } from '../../../tests/kit/decidedOperations.ts';
import { extentOf, furthest } from './extent.ts';
import { Preparation } from './prepare.ts';

describe('preparation', () => {
  const preparation = new Preparation(schema);

  test('remembers what it prepared', () => {
    expect(preparation.prepare('{ document { id } }', null)).toBe(preparation.prepare('{ document { id } }', null));
  });

  test.each([
    ['GRAPHQL_PARSE_FAILED', '{ document', null],
    ['GRAPHQL_VALIDATION_FAILED', '{ unheard }', null],
    ['GRAPHQL_VALIDATION_FAILED', 'query A { documents { id } } query B { documents { id } }', null],
    ['GRAPHQL_VALIDATION_FAILED', 'query A { documents { id } }', 'B'],
    ['GRAPHQL_VALIDATION_FAILED', 'fragment F on Document { ...F } { document { ...F } }', null],
    ['GRAPHQL_VALIDATION_FAILED', 'subscription { document { id } }', null],
  ])('says %s of %.30s', (code, query, name) => {
    expect(() => preparation.prepare(query, name)).toThrow(expect.objectContaining({ extensions: { code } }));
  });

  test.each([
    ['Tokens: at most 4000', `{ ${'a '.repeat(4_001)} }`],
    ['Directives: 51, at most 50', `{ document ${'@skip(if: false) '.repeat(51)} { id } }`],
    ['Fragments: 51, at most 50', `{ __typename } ${Array.from({ length: 51 }, (_, i) => `fragment F${i} on Document { id }`).join(' ')}`],
    ['Spreads of fragments: 201, at most 200', `{ document { ${'...F '.repeat(201)} } } fragment F on Document { id }`],
    ['Operations: 11, at most 10', Array.from({ length: 11 }, (_, i) => `query Q${i} { __typename }`).join(' ')],
    ['Brackets in brackets: 201, at most 200', `{ document(id: ${'['.repeat(200)}${']'.repeat(200)}) { id } }`],
    ['Variables: 101, at most 100', `query Q(${Array.from({ length: 101 }, (_, i) => `$v${i}: ID`).join(' ')}) { __typename }`],
    ['Fields of one name at one place, in pairs: more than 20000', `{ document { ${'id '.repeat(201)} } }`],
    ['in pairs: more than 20000', `{ document { ${'... { id author { id } } '.repeat(201)} } }`],
    ['in pairs: more than 20000', `{ ${`document { ${'id '.repeat(15)} } `.repeat(15)} }`],
    [
      'in pairs: more than 20000',
      `{ document { ...F ...G } } fragment F on Document { ${'id '.repeat(101)} } fragment G on Document { ${'id '.repeat(100)} }`,
    ],
    ['in pairs: more than 20000', `{ __typename } fragment F on Document { ${'id '.repeat(201)} }`],
    ['Selections, fragments counted in every place: more than 20000', `{ document { ...F0 } } ${bomb} fragment F30 on Document { id }`],
  ])('says the limit that is passed: %s', (limit, query) => {
    expect(() => preparation.prepare(query, null)).toThrow(
      expect.objectContaining({ code: 'OPERATION_TOO_LARGE', clause: '1.5', message: expect.stringContaining(limit) }),
    );
  });

  test('takes as many fields of one name as any sensible operation has', () => {
    const kinds = Array.from({ length: 200 }, (_, i) => `... on ${i % 2 ? 'Ruling' : 'Letter'} { id }`).join(' ');

    expect(() => preparation.prepare(`{ document { content { ${kinds} } } }`, null)).not.toThrow();
  });

  test('knows a text that it has found valid, whichever of its operations is meant', () => {
    const text = 'query A { document { id } } query B { document { title } }';
    expect(preparation.knows(text)).toBe(false);
    expect(() => preparation.prepare(text, 'C')).toThrow();
    expect(preparation.knows(text)).toBe(true);
    expect([preparation.prepare(text, 'A').act, preparation.prepare(text, 'B').act]).toEqual(['query A', 'query B']);
    expect(() => preparation.prepare('{ unheard }', null)).toThrow();
    expect(preparation.knows('{ unheard }')).toBe(false);
  });

  test('says which variable does not fit', () => {
    const operation = preparation.prepare('query Q($id: ID!) { document(id: $id) { id } }', null);

    expect(() => preparation.variables(operation, {})).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test('measures fragments where they are spread', () => {
    const { extent } = preparation.prepare(
      '{ a: document { ...F } document { ...F } } fragment F on Document { author { author { x: id } } }',
      null,
    );

    expect(extent).toEqual({ depth: 4, fields: 8, aliases: 3, rootFields: 2 });
  });

  test('measures a bomb of fragments without exploding', () => {
    const document = parse(`{ document { ...F0 } } ${bomb} fragment F30 on Document { id }`);
    const definition = getOperationAST(document);

    expect(definition && extentOf(document, definition).fields).toBeGreaterThan(furthest.fields);
  });

  test.each([
    ['a list', `{ document(id: ${'['.repeat(1_900)}${']'.repeat(1_900)}) { id } }`],
    ['fragments', `{ ${'...{'.repeat(1_300)}__typename${'}'.repeat(1_300)} }`],
  ])('refuses %s nested deeper than a validator gets', (_what, query) => {
    expect(() => preparation.prepare(query, null)).toThrow(expect.objectContaining({ code: 'OPERATION_TOO_LARGE' }));
  });

  test('lets the usual introspection query through the limits', () => {
    const { extent } = preparation.prepare(getIntrospectionQuery(), null);

    for (const [what, most] of Object.entries(furthest)) expect(extent[what as keyof typeof extent]).toBeLessThanOrEqual(most);
  });
});
