import { expect, test } from 'vitest';
import { firstDifference } from './firstDifference.ts';

test('finds none where only the order of fields differs', () => {
  expect(firstDifference('{"a":[1,{"b":null,"c":"x"}]}', '{"a":[1,{"c":"x","b":null}]}')).toBeNull();
});

test('names the place where a value, an item or a field differs or is missing', () => {
  expect(firstDifference('{"a":[{"b":null}]}', '{"a":[{"b":1}]}')).toBe('a.0.b: null, not 1');
  expect(firstDifference('{"a":[1]}', '{"a":[1,2]}')).toBe('a.1: nothing, not 2');
  expect(firstDifference('{"a":[]}', '{"a":{}}')).toBe('a: [], not {}');
  expect(firstDifference('{"a":1,"b":2}', '{"a":1}')).toBe('b: 2, not nothing');
});
