import { parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { plansAsk } from './plansAsk.ts';
import { setAside, storedNames, variablesAside } from './setAside.ts';
import { withUsableKeys } from './withUsableKeys.ts';

const supergraph = parse(`
  type Letter @join__type(graph: A, key: "id sender { code }") @join__type(graph: B, key: "id", resolvable: false) {
    id: ID!
    total: Int @join__field(graph: B, requires: "price(currency: EUR) weight")
  }
  type Order @join__type(graph: A, key: "id", resolvable: false) @join__type(graph: A, key: "number") { id: ID! }`);

test('finds the fields that plans ask for by themselves', () => {
  const { byPlans, withArguments } = plansAsk(supergraph);

  expect([...byPlans].sort()).toEqual(['code', 'id', 'number', 'price', 'sender', 'weight']);
  expect([...withArguments]).toEqual(['price']);
});

test('plans a field under another name where its own is asked for by plans, or is one of every object', () => {
  const storedName = storedNames(plansAsk(supergraph));
  const planned = setAside(parse('{ letter { id code: title price(currency: USD) toString weight: weight other: total } }'), storedName);

  expect(print(planned).replace(/\s+/g, ' ')).toBe(
    '{ letter { id aside__code: title aside__price: price(currency: USD) aside__toString: toString weight: weight other: total } }',
  );
});

test('plans a variable under another name where plans and calls have one of that name, and its value goes with it', () => {
  const text = 'query ($representations: ID!, $r7: Int = 1, $rank: Int) { letter(id: $representations) { total(of: $r7, at: $rank) } }';

  expect(print(setAside(parse(text), storedNames(plansAsk(supergraph)))).replace(/\s+/g, ' ')).toBe(
    'query ($aside__representations: ID!, $aside__r7: Int = 1, $rank: Int) ' +
      '{ letter(id: $aside__representations) { total(of: $aside__r7, at: $rank) } }',
  );
  expect(variablesAside({ representations: '1', r7: 2, rank: 3, aside__r7: 4 })).toEqual({
    aside__representations: '1',
    aside__r7: 2,
    rank: 3,
    aside__aside__r7: 4,
  });
});

test('leaves no key to planning by which nobody can be asked', () => {
  const text = print(withUsableKeys(supergraph));

  expect(text).not.toContain('resolvable');
  expect(text).toContain('type Letter @join__type(graph: A, key: "id sender { code }") @join__type(graph: B)');
  expect(text).toContain('type Order @join__type(graph: A, key: "number")');
});
