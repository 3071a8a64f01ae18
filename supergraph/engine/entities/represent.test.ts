import { describe, expect, test } from 'vitest';
import type { TypeNames } from '../data/typeNames.ts';
import { representOf } from './represent.ts';
import { rewriteOf } from './rewrite.ts';

const members: Readonly<Record<string, readonly string[]>> = { Document: ['Letter', 'Order'] };
const types: TypeNames = { isConcrete: () => true, belongs: (name, to) => name === to || members[to]?.includes(name) === true };
const field = (name: string, ...selections: string[]) =>
  ({
    kind: 'Field',
    name,
    ...(selections.length === 0 ? {} : { selections: selections.map((each) => ({ kind: 'Field', name: each }) as const) }),
  }) as const;
const on = (typeCondition: string, ...selections: ReturnType<typeof field>[]) =>
  ({ kind: 'InlineFragment', typeCondition, selections }) as const;

/** As it is asked for; null where it is not. */
function texts(...given: Parameters<typeof representOf>) {
  const represent = representOf(...given);
  return (entity: Readonly<Record<string, unknown>>): string | null => {
    const representation = represent(entity);
    return representation === null || representation.keyOf(entity) === null ? null : representation.textOf(entity);
  };
}

describe('an entity as its subgraph is asked for it', () => {
  test('is its type and the fields of its key, in the order of the plan', () => {
    const represent = texts([on('Letter', field('__typename'), field('id'), field('year'))], types, null);

    expect(represent({ id: 'a"b', year: 2026, title: 'T', __typename: 'Letter' })).toBe(
      '{"__typename":"Letter","id":"a"b","year":2026}'.replace('a"b', 'a\\"b'),
    );
    expect(represent({ id: null, year: 1, __typename: 'Letter' })).toBe('{"__typename":"Letter","id":null,"year":1}');
  });

  test('is none where a field of the key has not come, or the type is another', () => {
    const represent = texts([on('Letter', field('__typename'), field('id'))], types, null);

    expect([represent({ __typename: 'Letter' }), represent({ __typename: 'Order', id: '1' })]).toEqual([null, null]);
  });

  test('is of the one type that is asked about where it does not say which', () => {
    const [letter, order] = [on('Letter', field('__typename'), field('id')), on('Order', field('__typename'), field('id'))];

    expect(texts([letter], types, null)({ id: '1' })).toBe('{"__typename":"Letter","id":"1"}');
    expect(texts([letter, order], types, null)({ id: '1' })).toBe(null);
  });

  test('is told from others of its type by its key', () => {
    const byOne = representOf([on('Letter', field('__typename'), field('id')), on('Order', field('__typename'), field('id'))], types, null);
    const [letter, order] = ['Letter', 'Order'].map((__typename) => byOne({ __typename }));
    expect([letter?.keyOf({ id: '1' }), letter?.keyOf({ id: 1 }), letter?.keyOf({})]).toEqual(['1', ' 1', null]);
    expect(order?.kind).not.toBe(letter?.kind);
  });

  test('is told from one of another type that has the same key, also where both are asked for as an interface', () => {
    const represent = representOf([on('Document', field('__typename'), field('id'))], types, null);
    const [letter, order] = ['Letter', 'Order'].map((__typename) => represent({ __typename }));

    expect(letter?.keyOf({ id: '1' })).toBe(order?.keyOf({ id: '1' }));
    expect(letter?.kind).not.toBe(order?.kind);
  });

  test('has what is required of its fields, in lists too, from each condition that fits', () => {
    const represent = texts(
      [on('Letter', field('__typename'), field('id'), field('sender', 'code')), on('Document', field('pages', 'number'))],
      types,
      null,
    );
    const entity = { __typename: 'Letter', id: '1', sender: { code: 'JUS', name: 'N' }, pages: [{ number: 1, text: 'x' }, null] };

    expect(JSON.parse(represent(entity) ?? '')).toEqual({
      __typename: 'Letter',
      id: '1',
      sender: { code: 'JUS' },
      pages: [{ number: 1 }, null],
    });
  });

  test('goes by the name of the interface to whoever knows no other', () => {
    const rewrite = rewriteOf([{ kind: 'ValueSetter', path: ['... on Document', '__typename'], setValueTo: 'Document' }], types);
    const represent = texts([on('Document', field('__typename'), field('id'))], types, rewrite);

    expect(represent({ __typename: 'Order', id: '1' })).toBe('{"__typename":"Document","id":"1"}');
  });
});

test('keys that were given another name get their own back, where the type fits', () => {
  const rewrite = rewriteOf([{ kind: 'KeyRenamer', path: ['list', '... on Letter', 'note__alias_0'], renameKeyTo: 'note' }], types);
  const value = {
    list: [
      { __typename: 'Letter', note__alias_0: 1 },
      { __typename: 'Order', note__alias_0: 2 },
    ],
  };
  rewrite?.(value);

  expect(value).toEqual({
    list: [
      { __typename: 'Letter', note: 1 },
      { __typename: 'Order', note__alias_0: 2 },
    ],
  });
});
