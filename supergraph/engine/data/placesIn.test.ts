import { expect, test } from 'vitest';
import { certainPart, objectsAt, placesIn } from './placesIn.ts';

const data = {
  list: [{ node: { id: 'a' } }, null, { node: null }, { node: { id: 'b' } }],
  rows: [[{ id: 'c' }], null, [{ id: 'd' }]],
  one: { id: 'e' },
};
const at = (...path: (string | number)[]) => {
  const found: Record<string, unknown>[] = [];
  objectsAt(data, path, found);
  return found.map(({ id }) => id);
};

test('finds the objects of a list, of a list of lists, and a single one; what is null leads nowhere', () => {
  expect(at('list', '@', 'node')).toEqual(['a', 'b']);
  expect(at('rows', '@', '@')).toEqual(['c', 'd']);
  expect(at('one')).toEqual(['e']);
  expect(at('one', 'id', 'deeper')).toEqual([]);
});

test('says where objects stand, by their places in lists', () => {
  const wanted = new Set([data.list[3]?.node, data.rows[2]?.[0]]);
  const places = placesIn(
    data,
    [
      ['list', '@', 'node'],
      ['rows', '@', '@'],
    ],
    wanted,
  );

  expect([...places.values()]).toEqual([
    ['list', 3, 'node'],
    ['rows', 2, 0],
  ]);
  expect(certainPart(['list', '@', 'node'])).toEqual(['list']);
  expect(certainPart(['one', 'two'])).toEqual(['one', 'two']);
});
