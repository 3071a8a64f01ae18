import type { GraphQLFormattedError } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { TypeNames } from '../data/typeNames.ts';
import type { Run } from '../steps/step.ts';
import { entityQuestion } from './entityQuestion.ts';
import { Post } from './post.ts';
import { Recall } from './recall.ts';
import type { SubgraphAnswer } from './wire.ts';

const types: TypeNames = { isConcrete: () => true, belongs: (name, to) => name === to };
const byId = { kind: 'Person id', keyOf: ({ id }: Readonly<Record<string, unknown>>) => String(id), textOf: JSON.stringify };

/** Asks one server for these fields of a person, each in a question of its own and for a place of that name, and hears this. */
async function told(fields: readonly string[], answer: SubgraphAnswer): Promise<readonly (readonly unknown[])[]> {
  const post = new Post({
    send: async () => answer,
    leave: () => undefined,
    missing: (error, path) => ({ message: String(error), path }),
    note: () => undefined,
  });
  const data: Record<string, Record<string, unknown>> = Object.fromEntries(fields.map((name) => [name, { id: 'p1' }]));
  const errors: GraphQLFormattedError[] = [];
  const run: Run = { variables: {}, data, errors, asOf: [], post, recall: new Recall() };
  await Promise.all(
    fields.map((name) => {
      const operation = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { ${name} } } }`;
      const paper = {
        question: entityQuestion(operation, undefined),
        types,
        rewrite: null,
        isOfInstitutions: false,
        serve: null,
        isKept: () => false,
      };
      const { letter, answered } = post.letterTo('people', run, paper);
      const target = data[name] ?? {};
      letter.readers.push({ targets: [target], entities: [letter.add(target, 'p1', byId)], paths: [[name]] });
      return answered;
    }),
  );
  return errors.map(({ message, path = [] }) => [message, ...path]);
}

describe('an error of one answer to several questions', () => {
  const data = { e0: [{ name: 'Olha' }], e1: [null] };
  const at = (path: readonly (string | number)[]) => told(['name', 'room'], { data, errors: [{ message: 'no', path }] });

  test('is told of what it names', async () => {
    expect(await at(['e1', 0, 'room'])).toEqual([['no', 'room', 'room']]);
  });

  test.each([[[]], [['e2', 0, 'room']], [['_entities', 0, 'room']], [[0]]])(
    'is told of all where it names none of them: %j',
    async (path) => {
      expect(await at(path)).toEqual([
        ['no', 'name'],
        ['no', 'room'],
      ]);
    },
  );

  test.each([[['e1']], [['e1', 7, 'room']]])('is told of a whole question where it names no entity in it: %j', async (path) => {
    expect(await at(path)).toEqual([['no', 'room']]);
  });

  test('is told of all without a place', async () => {
    expect(await told(['name', 'room'], { data, errors: [{ message: 'no' }] })).toHaveLength(2);
  });
});

test('an error of the answer to one question is told wherever it says that it is', async () => {
  const errors = [{ message: 'no', path: ['elsewhere', 0] }];

  expect(await told(['name'], { data: { _entities: [null] }, errors })).toEqual([['no', 'name']]);
});
