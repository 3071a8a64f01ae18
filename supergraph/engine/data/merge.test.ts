import { expect, test } from 'vitest';
import { merge } from './merge.ts';
import type { TypeNames } from './typeNames.ts';

const types: TypeNames = { isConcrete: (name) => name === 'Letter' || name === 'Order', belongs: (name, to) => name === to };

test('takes what has come into what is there, as deep as both go', () => {
  const there = { id: '1', parties: { sender: 'JUS' }, pages: [{ number: 1 }, { number: 2 }] };
  const { parties } = there;
  merge(there, { title: 'T', parties: { recipient: 'FIN' }, pages: [{ text: 'a' }, null] }, types, true);

  expect(there).toEqual({ id: '1', title: 'T', parties: { sender: 'JUS', recipient: 'FIN' }, pages: [{ number: 1, text: 'a' }, null] });
  // Whoever holds an object of the answer while something else comes still holds it afterwards.
  expect(there.parties).toBe(parties);
});

test('gives each place objects of its own', () => {
  const came = { owner: { name: 'N', tags: [{ text: 'x' }] } };
  const [first, second] = [{ owner: null }, { owner: null }];
  merge(first, came, types, true);
  merge(second, came, types, false);

  expect(second).toEqual(first);
  expect(second.owner).not.toBe(first.owner);
  came.owner.tags.push({ text: 'y' });
  expect(second).toEqual({ owner: { name: 'N', tags: [{ text: 'x' }] } });
});

test('never takes the name of an interface for the type of an object', () => {
  const known = { __typename: 'Letter' };
  merge(known, { __typename: 'Document' }, types, true);
  const unknown = { __typename: 'Document' };
  merge(unknown, { __typename: 'Order' }, types, true);

  expect([known, unknown]).toEqual([{ __typename: 'Letter' }, { __typename: 'Order' }]);
});
