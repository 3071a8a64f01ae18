import { type Caller, type Duty, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { askedRules, UncompiledRules } from './askedRules.ts';
import { isOfficial } from './clauses.ts';
import { asksOf } from './securityDirectives.ts';
import { underRegulation } from './underRegulation.ts';

const links = `schema
  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY, import: [{ name: "@policy", as: "@rule" }])
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY) { query: Query }`;

/** Decides as a supergraph asks, where the regulation allows everything to everybody who has signed in. */
function asking(types: string) {
  const schema = buildSchema(`directive @rule(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | SCALAR | ENUM
    directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | SCALAR | ENUM
    directive @authenticated on FIELD_DEFINITION | OBJECT | SCALAR | ENUM ${types}`);
  const everything = Object.fromEntries(Object.keys(schema.getTypeMap()).map((type) => [type, { '*': isOfficial }]));
  const decide = underRegulation(schema, everything, askedRules(asksOf(parse(`${links} ${types}`))));
  return async (coordinate: string, scopes: readonly string[], ...duties: readonly Duty[]) => {
    const [type = '', field = ''] = coordinate.split('.');
    const refusal = await decide(type, field, { caller: official(duties), scopes });
    return refusal === null ? 'ALLOWED' : `${refusal.code} ${refusal.clause}`;
  };
}

const official = (duties: readonly Duty[]): Caller => ({
  official: parseOfficialId('JUS:o.petrenko'),
  institution: parseInstitutionCode('JUS'),
  duties,
  clearance: false,
});

describe('of scopes', () => {
  const decide = asking('type Query { a: Int @requiresScopes(scopes: [["x", "y"], ["z"]]) }');

  test.each([
    [['x', 'y'], 'ALLOWED'],
    [['z'], 'ALLOWED'],
    [['x'], 'SCOPE_REQUIRED 2.1'],
    [['y'], 'SCOPE_REQUIRED 2.1'],
    [[], 'SCOPE_REQUIRED 2.1'],
    [['xy', 'Z'], 'SCOPE_REQUIRED 2.1'],
  ])('the outer list is OR, the inner AND: %j', async (scopes, expected) => {
    expect(await decide('Query.a', scopes)).toBe(expected);
  });
});

describe('of policies', () => {
  const decide = asking('type Query { a: Int @rule(policies: [["§2.3.1", "§2.3.2"], ["§2.3.6"]]) }');

  test.each([
    [['CLERK', 'SIGNATORY'], 'ALLOWED'],
    [['AUDITOR'], 'ALLOWED'],
    [['CLERK'], 'DUTY_REQUIRED 2.3.2'],
    [['REGISTRAR'], 'DUTY_REQUIRED 2.3.1'],
  ] as const)('the outer list is OR, the inner AND: %j', async (duties, expected) => {
    expect(await decide('Query.a', [], ...duties)).toBe(expected);
  });
});

test('what stands on a field, on its type and on the type that it gives holds together', async () => {
  const decide = asking(`type Query { a: A s: S e: E plain: Int }
    type A @requiresScopes(scopes: [["type"]]) { own: Int @requiresScopes(scopes: [["field"]]) s: S @requiresScopes(scopes: [["field"]]) }
    scalar S @requiresScopes(scopes: [["scalar"]])
    enum E @rule(policies: [["§2.3.1"]]) { X }`);

  expect(await decide('Query.plain', [])).toBe('ALLOWED');
  expect(await decide('Query.a', [])).toBe('SCOPE_REQUIRED 2.1');
  expect(await decide('Query.a', ['type'])).toBe('ALLOWED');
  expect(await decide('A.own', ['type'])).toBe('SCOPE_REQUIRED 2.1');
  expect(await decide('A.own', ['field'])).toBe('SCOPE_REQUIRED 2.1');
  expect(await decide('A.own', ['field', 'type'])).toBe('ALLOWED');
  expect(await decide('A.s', ['field', 'type'])).toBe('SCOPE_REQUIRED 2.1');
  expect(await decide('A.s', ['field', 'type', 'scalar'])).toBe('ALLOWED');
  expect(await decide('Query.s', ['scalar'])).toBe('ALLOWED');
  expect(await decide('Query.e', [])).toBe('DUTY_REQUIRED 2.3.1');
  expect(await decide('Query.e', [], 'CLERK')).toBe('ALLOWED');
});

test('what stands on a type behind a union is asked of its fields, and of no other member', async () => {
  const decide = asking('type Query { u: U } union U = A | B type A @requiresScopes(scopes: [["a"]]) { x: Int } type B { x: Int }');

  expect(await decide('Query.u', [])).toBe('ALLOWED');
  expect(await decide('A.x', [])).toBe('SCOPE_REQUIRED 2.1');
  expect(await decide('A.x', ['a'])).toBe('ALLOWED');
  expect(await decide('B.x', [])).toBe('ALLOWED');
});

test('a directive gives nothing that the regulation does not give', async () => {
  const types = 'type Query { a: Int @authenticated }';
  const schema = buildSchema(`directive @authenticated on FIELD_DEFINITION ${types}`);
  const decide = underRegulation(schema, {}, askedRules(asksOf(parse(`${links} ${types}`))));

  expect(await decide('Query', 'a', { caller: official(['CLERK']), scopes: [] })).toMatchObject({ clause: '2.4' });
});

test('what no rule stands for is refused whole', () => {
  const asks = asksOf(parse(`${links} type Query { a: Int @rule(policies: [["unheard of"]]) b: Int @requiresScopes(scopes: [[]]) }`));

  expect(() => askedRules(asks)).toThrow(UncompiledRules);
  expect(() => askedRules(asks)).toThrow(
    /@policy on Query.a names the policy "unheard of"[\s\S]*@requiresScopes on Query.b has an empty list/,
  );
});

test('a directive of that name which no link brings in asks nothing: composition refuses it', () => {
  expect([...asksOf(parse('schema { query: Query } type Query { a: Int @policy(policies: [["§2.2"]]) }'))]).toEqual([]);
});
