import type { Mandate } from '@chancery/trust';
import { buildSchema, execute, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { isTooLong, withinBudget } from './answerBudget.ts';
import { callContext } from './context.ts';
import { executableSchema } from './schema.ts';

interface Dispatch {
  readonly id: string;
  consignments(): Promise<readonly Dispatch[]>;
}

/** A dispatch whose consignments all lead back to it, as they do in the graph; counts how often they were read. */
function circle(size: number): { readonly root: { readonly dispatch: Dispatch }; readonly read: () => number } {
  let read = 0;
  const dispatch: Dispatch = {
    id: 'd',
    consignments: async () => {
      read++;
      return Array.from({ length: size }, () => dispatch);
    },
  };
  return { root: { dispatch }, read: () => read };
}

const schema = withinBudget(buildSchema('type Query { dispatch: Dispatch } type Dispatch { id: ID! consignments: [Dispatch!] }'), 20_000);

function ask(query: string, rootValue: object) {
  const made = new Map<unknown, unknown>();
  const once = (key: unknown, make: () => unknown) => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key);
  };
  return execute({ schema, document: parse(query), rootValue, contextValue: { once } });
}

const nested = (depth: number): string => (depth === 0 ? 'id' : `consignments { ${nested(depth - 1)} }`);

describe('what one question gathers', () => {
  it('is given whole while it is within the budget', async () => {
    const { data, errors } = await ask(`{ dispatch { ${nested(2)} } }`, circle(50).root);

    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).match(/"id"/g)).toHaveLength(2_500);
  });

  it('ends where lists inside lists are too much, however deep they are nested', async () => {
    const { root, read } = circle(100);
    const { errors = [] } = await ask(`{ dispatch { ${nested(12)} } }`, root);

    expect(errors[0]?.originalError).toMatchObject({ code: 'OPERATION_TOO_LARGE' });
    expect(read()).toBeLessThan(20_000);
    expect(errors.length).toBeLessThan(20_000);
  });

  it('counts what fragments ask for', async () => {
    const aliases = Array.from({ length: 200 }, (_, i) => `a${i}: id`).join(' ');
    const { errors = [] } = await ask(`{ dispatch { consignments { ...F } } } fragment F on Dispatch { ${aliases} }`, circle(101).root);

    expect(errors[0]?.originalError).toMatchObject({ code: 'OPERATION_TOO_LARGE' });
  });

  it('is charged with the entities that are asked for before any of them is read', async () => {
    let read = 0;
    const sdl =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type A @key(fields: "id") { id: ID! }';
    const find = async (references: readonly object[]) => {
      read += references.length;
      return references;
    };
    const entities = withinBudget(executableSchema([sdl], { A: { __resolveReferences: find } }), 100);
    const asked = (size: number) => {
      const text = `{ _entities(representations: [${'{ __typename: "A", id: "1" } '.repeat(size)}]) { ... on A { id } } }`;
      return execute({ schema: entities, document: parse(text), contextValue: callContext({ caller: null } as Mandate) });
    };

    expect(((await asked(101)).errors ?? [])[0]?.originalError).toMatchObject({ code: 'OPERATION_TOO_LARGE' });
    expect(read).toBe(0);
    expect((await asked(100)).data).toEqual({ _entities: Array(100).fill({ id: '1' }) });
  });
});

describe('an answer', () => {
  it('is too long when its texts are, each as often as it stands there', () => {
    const body = 'x'.repeat(1_000);

    expect(isTooLong({ data: { a: body, b: [body, null, 1] } }, 2_100)).toBe(false);
    expect(isTooLong({ data: { a: body, b: [body, { c: body }] } }, 2_100)).toBe(true);
  });
});
