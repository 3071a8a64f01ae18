import { Refusal } from '@chancery/domain';
import type { Mandate } from '@chancery/trust';
import { execute, parse } from 'graphql';
import { beforeEach, expect, test } from 'vitest';
import { callContext } from './context.ts';
import { executableSchema } from './schema.ts';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Many @key(fields: "id") { id: ID! at: Int }
  type One @key(fields: "id") { id: ID! at: Int }
  type Named @key(fields: "id") { id: ID! at: Int }
  type Bare { id: ID! }`;

/** An object that a service keeps, and may answer again and again, as whatever it is asked for. */
const kept = Object.freeze({ id: 'kept', at: 9 });

let asked: (readonly string[])[];
beforeEach(() => {
  asked = [];
});

const found = (id: string): unknown => {
  if (id === 'refused') throw new Refusal('DOCUMENT_NOT_FOUND');
  if (id === 'none') return undefined;
  return id === 'kept' ? kept : { id, at: Number(id) };
};
const schema = executableSchema([sdl], {
  Many: {
    __resolveReferences: async (references: readonly { readonly id: string }[]) => {
      asked.push(references.map(({ id }) => id));
      if (references.some(({ id }) => id === 'all')) throw new Refusal('SERVICE_UNAVAILABLE');
      return references.map(({ id }) => {
        try {
          return found(id);
        } catch (error) {
          return error;
        }
      });
    },
  },
  One: {
    __resolveReference: async ({ id }: { readonly id: string }) => found(id),
    at: ({ at }: { readonly at: number }) => at * 10,
  },
});

const ask = async (of: readonly string[], selection = '__typename ... on Many { id at } ... on One { id at } ... on Named { id at }') => {
  const representations = of.map((text) => ({ __typename: text.split(' ')[0], id: text.split(' ')[1], at: 5 }));
  const { data, errors = [] } = await execute({
    schema,
    document: parse(`query ($of: [_Any!]!) { _entities(representations: $of) { ${selection} } }`),
    contextValue: callContext({ caller: null } as Mandate),
    variableValues: { of: representations },
  });
  return { entities: data?._entities, errors: errors.map(({ path, originalError }) => [path?.[1], (originalError as Refusal).code]) };
};

test('entities of one type are found at once, and stand where they were asked for', async () => {
  const { entities, errors } = await ask(['Many 1', 'One 2', 'Many 3', 'Named 4', 'One kept']);

  expect(asked).toEqual([['1', '3']]);
  expect(errors).toEqual([]);
  expect(entities).toEqual([
    { __typename: 'Many', id: '1', at: 1 },
    { __typename: 'One', id: '2', at: 20 },
    { __typename: 'Many', id: '3', at: 3 },
    { __typename: 'Named', id: '4', at: 5 },
    { __typename: 'One', id: 'kept', at: 90 },
  ]);
});

test('one that is refused, or is not there, leaves the others alone', async () => {
  const { entities, errors } = await ask(['Many refused', 'One refused', 'Many none', 'One none', 'Many 1', 'Bare 1', 'Nothing 1']);

  expect(entities).toEqual([null, null, null, null, { __typename: 'Many', id: '1', at: 1 }, null, null]);
  expect(errors).toEqual([
    [0, 'DOCUMENT_NOT_FOUND'],
    [1, 'DOCUMENT_NOT_FOUND'],
    [5, 'BAD_INPUT'],
    [6, 'BAD_INPUT'],
  ]);
});

test('what fails for all of a type leaves the other types alone', async () => {
  const { entities, errors } = await ask(['Many all', 'One 1', 'Many 2']);

  expect(entities).toEqual([null, { __typename: 'One', id: '1', at: 10 }, null]);
  expect(errors).toEqual([
    [0, 'SERVICE_UNAVAILABLE'],
    [2, 'SERVICE_UNAVAILABLE'],
  ]);
});

test('one object is of each type that it was asked for as, and is not written to', async () => {
  const { entities } = await ask(['Many kept', 'One kept', 'Many kept']);

  expect(entities).toEqual([
    { __typename: 'Many', id: 'kept', at: 9 },
    { __typename: 'One', id: 'kept', at: 90 },
    { __typename: 'Many', id: 'kept', at: 9 },
  ]);
});
