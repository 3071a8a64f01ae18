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

test('what was not asked for is not there, however deep; what has no fields stays as it came', () => {
  const names = asked('{ a: document { title ... on Letter { pages { number } } ...F raw } } fragment F on Order { pages { text } }');
  const value = {
    a: { title: 'T', id: 'JUS:1', pages: [{ number: 1, text: 'x', owner: {} }, null], raw: { any: [{ thing: 1 }] }, consignments: [] },
    document: {},
  };
  leaveOnlyAsked(value, names);

  expect(value).toEqual({ a: { title: 'T', pages: [{ number: 1, text: 'x' }, null], raw: { any: [{ thing: 1 }] } } });
});
