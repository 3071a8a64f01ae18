import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { fragmentsOf } from '../fragmentsOf.ts';
import { askedNames, leaveOnlyAsked } from './onlyAsked.ts';

function asked(text: string) {
  const document = parse(text);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('no operation');
  return askedNames(operation.selectionSet, fragmentsOf(document));
}

test('a value that nobody could write is none, whether something was asked of it or not', () => {
  const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
  const names = asked('{ raw list { id } }');

  expect(() => leaveOnlyAsked({ raw: deep(50), list: deep(50) }, names)).not.toThrow();
  expect(() => leaveOnlyAsked({ raw: deep(5_000) }, names)).toThrow('nested deeper');
  expect(() => leaveOnlyAsked({ list: deep(5_000) }, names)).toThrow('nested deeper');
});

test('what was not asked for is not there, however deep; what has no fields stays as it came', () => {
  const names = asked('{ a: document { title ... on Letter { pages { number } } ...F raw } } fragment F on Order { pages { text } }');
  const value = {
    a: { title: 'T', id: 'JUS:1', pages: [{ number: 1, text: 'x', owner: {} }, null], raw: { any: [{ thing: 1 }] }, consignments: [] },
    document: {},
  };
  leaveOnlyAsked(value, names);

  expect(value).toEqual({ a: { title: 'T', pages: [{ number: 1, text: 'x' }, null], raw: { any: [{ thing: 1 }] } } });
});
