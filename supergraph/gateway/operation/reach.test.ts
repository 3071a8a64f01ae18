import { Kind, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { bomb, schema } from '../../../tests/kit/decidedOperations.ts';
import { Preparation } from './prepare.ts';
import { reachOf } from './reach.ts';

describe('what an operation touches', () => {
  const reachIn = (source: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const { document, definition } = new Preparation(schema).prepare(source, null);
    return reachOf(schema, document, definition, variables);
  };

  test('is each field of each object that can stand there, once, behind whatever fragments', () => {
    const source =
      '{ d: document { ...Card content { ... on Ruling { id } } } document { ...Card } } fragment Card on Document { title author { id } }';

    expect(reachIn(source)).toEqual({
      fields: ['Document.author', 'Document.content', 'Document.id', 'Document.title', 'Query.document', 'Ruling.id'],
      isTakenWrong: false,
    });
  });

  test('is not what these variables leave out', () => {
    const source = 'query ($no: Boolean!) { document { id secret @include(if: $no) } }';

    expect(reachIn(source, { no: false })).toMatchObject({ fields: ['Document.id', 'Query.document'] });
    expect(reachIn(source, { no: true }).fields).toContain('Document.secret');
  });

  test('is found in a bomb of fragments without exploding', () => {
    const document = parse(`{ document { ...F0 } } ${bomb} fragment F30 on Document { id }`);
    const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);

    expect(definition && reachOf(schema, document, definition, {}).fields).toEqual(['Document.author', 'Document.id', 'Query.document']);
  });
});
