import { expect, test } from 'vitest';
import { fetchShape } from './fetchShape.ts';

const names = (query: string) => fetchShape(query).roots.map(({ responseName }) => responseName);

test('finds the root fields of a plan in fragments, with and without a name, under all their conditions', () => {
  const query = `
    query Q($yes: Boolean!, $no: Boolean = false) { ...F0 @include(if: $yes) ... @skip(if: $yes) { b: inbox(institution: "JUS") { totalCount } } }
    fragment F0 on Query { a: document(id: "JUS:X:1") { ...F1 } ...F2 }
    fragment F1 on Document { title }
    fragment F2 on Query { c: document(id: "FIN:X:1") @skip(if: $yes) { title } d: document(id: "FIN:X:2") @include(if: $no) { title } }`;
  const shape = fetchShape(query);

  expect(names(query)).toEqual(['a', 'c', 'd', 'b']);
  const running = (yes: boolean) => shape.roots.filter((root) => shape.runs(root, { yes })).map(({ responseName }) => responseName);
  expect([running(true), running(false)]).toEqual([['a'], ['b']]);
  expect(shape.partWith(shape.roots.slice(2, 3)).text.match(/@include/g)).toHaveLength(2);
  expect(shape.partWith(shape.roots.slice(2, 3)).text).not.toMatch(/@include[^{]*@include/);
});

test('keeps of a part of the root fields what they need, and nothing else', () => {
  const shape = fetchShape(`
    query Q($a: ID!, $b: ID!) { ...F0 b: document(id: $b) { title } }
    fragment F0 on Query { a: document(id: $a) { ...F1 } }
    fragment F1 on Document { ...F2 }
    fragment F2 on Document { title }`);
  const [a, b] = shape.roots;

  const onlyA = shape.partWith(a === undefined ? [] : [a]).text;
  expect(onlyA).toContain('$a: ID!');
  expect(onlyA).not.toContain('$b');
  expect(onlyA).toMatch(/fragment F1 on Document.*fragment F2 on Document/s);
  expect(onlyA).not.toContain('fragment F0');
  expect(shape.partWith(b === undefined ? [] : [b]).text).not.toContain('fragment');
});

test('takes a field that stands there twice for one, where it stands first: a command is never given twice', () => {
  const shape = fetchShape(`
    mutation M($no: Boolean!) { ...F0 @skip(if: $no) b: registerDocument(input: {}) { outgoingNumber } ...F0 a: signDocument(input: {}) { b: __typename } }
    fragment F0 on Mutation { a: signDocument(input: {}) { __typename } }`);
  const [a] = shape.roots;

  expect(shape.roots.map(({ responseName }) => responseName)).toEqual(['a', 'b']);
  expect(a !== undefined && shape.runs(a, { no: true })).toBe(true);
  expect(shape.partWith(a === undefined ? [] : [a]).text.match(/a: signDocument/g)).toHaveLength(3);
});
