import { asksOf, withoutSecurity } from '@chancery/policy';
import { parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { compose, type Member } from './compose.ts';
import { CompositionFailed } from './compositionFailed.ts';

const link = (imports: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;

const perimeter: Member = {
  name: 'perimeter',
  institution: false,
  sdl: `${link('"@key", "@composeDirective"')} @link(url: "https://chancery.dev/routing/v1.0", import: ["@routedBy"]) @composeDirective(name: "@routedBy")
    directive @routedBy(argument: String!) on FIELD_DEFINITION
    type Query { document(id: ID!): Document @routedBy(argument: "id") }
    type Document @key(fields: "id") { id: ID! title: String! }`,
};

const kind = (name: string): Member => ({
  name: name.toLowerCase(),
  institution: true,
  sdl: `${link('"@key"')}
    type Document @key(fields: "id", resolvable: false) { id: ID! }
    type ${name} @key(fields: "id") { id: ID! text: String }
    extend type Mutation { draft${name}(text: String): Draft${name}Payload }
    type Draft${name}Payload { document: Document }`,
});

const other = (sdl: string): Member => ({
  name: 'other',
  institution: false,
  sdl: `${link('"@key", "@authenticated", "@policy", "@requiresScopes", "@shareable"')} ${sdl}`,
});

const faultsOf = (...members: readonly Member[]): readonly string[] => {
  try {
    compose(members);
    return [];
  } catch (failure) {
    if (failure instanceof CompositionFailed) return failure.faults.map(({ says }) => says);
    throw failure;
  }
};

test('gathers the kinds of all institutions as the content of documents', () => {
  const { supergraphSdl } = compose([perimeter, kind('Ruling'), kind('Letter')]);

  expect(supergraphSdl).toMatch(/union Content[\s\S]*= Letter \| Ruling/);
  expect(supergraphSdl).toContain('@routedBy(argument: "id")');
});

test('gives the same text for the same members', () => {
  expect(compose([perimeter, kind('Ruling')])).toEqual(compose([perimeter, kind('Ruling')]));
});

describe('what subgraphs ask by security directives', () => {
  const shared = (name: string, asked: string): Member => ({
    name,
    institution: false,
    sdl: `${link('"@key", "@policy", "@requiresScopes", "@authenticated", "@shareable"')} type Query { more: String @shareable ${asked} }`,
  });

  const asksAt = (place: string, ...members: readonly Member[]) =>
    asksOf(parse(compose([perimeter, kind('Ruling'), ...members]).supergraphSdl)).get(place);

  test.each([
    ['a field', 'Query.more', 'type Query { more: String @authenticated }', 'authenticated', []],
    ['a type', 'More', 'type Query { more: More } type More @policy(policies: [["§2.3.6"]]) { a: String }', 'policy', [['§2.3.6']]],
    [
      'a scalar',
      'S',
      'type Query { more: S } scalar S @requiresScopes(scopes: [["a"], ["b", "c"]])',
      'requiresScopes',
      [['a'], ['b', 'c']],
    ],
    ['an enum', 'E', 'type Query { more: E } enum E @authenticated { A }', 'authenticated', []],
    ['a namespaced name', 'Query.more', 'type Query { more: String @federation__policy(policies: ["§2.2"]) }', 'policy', [['§2.2']]],
  ])('is kept, on %s', (_where, place, sdl, directive, alternatives) => {
    const imports = sdl.includes('federation__') ? '"@key"' : '"@key", "@authenticated", "@policy", "@requiresScopes"';
    const member = { name: 'other', institution: false, sdl: `${link(imports)} ${sdl}` };

    expect(asksAt(place, member)).toEqual([{ directive, alternatives }]);
  });

  test('is kept under another name', () => {
    const sdl = `${link('{ name: "@policy", as: "@rule" }')} type Query { more: String @rule(policies: [["§2.2"]]) }`;
    const composed = compose([perimeter, kind('Ruling'), { name: 'other', institution: false, sdl }]);

    expect(composed.supergraphSdl).toContain('@rule');
    expect(asksOf(parse(composed.supergraphSdl)).get('Query.more')).toEqual([{ directive: 'policy', alternatives: [['§2.2']] }]);
    expect(print(withoutSecurity(parse(composed.supergraphSdl)))).not.toMatch(/@rule|policy/);
  });

  test('by several of a shared field must hold all together', () => {
    const one = shared('one', '@requiresScopes(scopes: [["a"], ["b"]])');

    expect(asksAt('Query.more', one, shared('two', '@requiresScopes(scopes: [["c"]])'))).toEqual([
      {
        directive: 'requiresScopes',
        alternatives: [
          ['a', 'c'],
          ['b', 'c'],
        ],
      },
    ]);
    expect(asksAt('Query.more', one, shared('two', '@authenticated'))).toHaveLength(2);
    expect(asksAt('Query.more', one, shared('two', ''))).toEqual([{ directive: 'requiresScopes', alternatives: [['a'], ['b']] }]);
  });

  test('is taken out of what the gateway plans by, and nothing else is', () => {
    const member = shared('one', '@authenticated @requiresScopes(scopes: [["a"]]) @policy(policies: [["§2.2"]])');
    const asking = parse(compose([perimeter, kind('Ruling'), member]).supergraphSdl);
    const silent = parse(compose([perimeter, kind('Ruling'), shared('one', '')]).supergraphSdl);

    expect(print(withoutSecurity(asking))).toBe(print(silent));
    expect(print(withoutSecurity(silent))).toBe(print(silent));
  });

  test.each([
    [
      'a policy that no rule stands for',
      'type Query { more: String @policy(policies: [["§2.2", "p"]]) }',
      /other:1: @policy on Query.more names the policy "p"/,
    ],
    ['an empty list', 'type Query { more: String @requiresScopes(scopes: []) }', /@requiresScopes on Query.more has an empty list/],
    ['an empty inner list', 'type Query { more: String @policy(policies: [["§2.2"], []]) }', /@policy on Query.more has an empty list/],
    [
      'what is not in the public graph',
      'type Query { more: String @authenticated @inaccessible other: Int }',
      /@authenticated on Query.more protects nothing/,
    ],
    [
      'a field that may not be null',
      'type Query { more: M } type M { a: String! @authenticated }',
      /M.a is protected by a security directive and must be nullable/,
    ],
    [
      'a type behind a field that may not be null',
      'type Query { more: M } type M { a: N! } type N @authenticated { b: Int }',
      /M.a is protected/,
    ],
    [
      'an interface',
      'type Query { more: I } interface I @authenticated { a: Int } type A implements I { a: Int }',
      /AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE/,
    ],
  ])('fails the composition where it is %s', (_case, sdl, fault) => {
    const member = other(sdl.replace('@inaccessible', '@federation__inaccessible'));

    expect(faultsOf(perimeter, kind('Ruling'), member).join()).toMatch(fault);
  });

  test("fails the composition where a directive of that name is not Apollo's", () => {
    const sdl = 'directive @authenticated on FIELD_DEFINITION type Query { more: String @authenticated }';

    expect(faultsOf(perimeter, kind('Ruling'), { name: 'own', institution: false, sdl }).join()).toMatch(
      /own:1: @authenticated on Query.more is lost in the composition/,
    );
  });

  test('fails the composition where it stands on a field that another subgraph resolves', () => {
    const sdl = `${link('"@key", "@authenticated", "@requires", "@external"')} type Query { more: Int }
      type Document @key(fields: "id") { id: ID! title: String! @external @authenticated size: Int @authenticated @requires(fields: "title") }`;

    expect(faultsOf(perimeter, kind('Ruling'), { name: 'other', institution: false, sdl }).join()).toMatch(
      /MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL/,
    );
  });
});

describe('what crosses a perimeter is nullable', () => {
  test.each([
    ['Query.more', 'type Query { more: String! }'],
    ['MovePayload.moved', 'type Query { more: MovePayload } type MovePayload { moved: Boolean! }'],
    ['MoreEdge.node', 'type Query { more: MoreEdge } type MoreEdge { node: String! }'],
    [
      'More.document',
      'type Query { more: More } type More { document: Document! } type Document @key(fields: "id", resolvable: false) { id: ID! }',
    ],
  ])('%s that is not fails the composition', (coordinate, sdl) => {
    expect(faultsOf(perimeter, kind('Ruling'), other(sdl)).join()).toContain(`${coordinate} crosses a perimeter`);
  });
});

test('says in sentences how subgraphs do not fit together', () => {
  expect(faultsOf(perimeter, kind('Ruling'), other('type Query { document: Int }')).join()).toMatch(
    /FIELD_TYPE_MISMATCH|INVALID_FIELD_SHARING/,
  );
});

test('fails where two fields require one field with different arguments', () => {
  const goods = other('type Parcel @key(fields: "id") { id: ID! weight(unit: String): Float }');
  const asking = (name: string, unit: string): Member => ({
    name,
    institution: false,
    sdl: `${link('"@key", "@external", "@requires"')}
      type Parcel @key(fields: "id") {
        id: ID!
        weight(unit: String): Float @external
        ${name}: String @requires(fields: "weight(unit: \\"${unit}\\")")
      }`,
  });

  expect(faultsOf(perimeter, kind('Order'), goods, asking('postage', 'POUND'), asking('duty', 'POUND'))).toEqual([]);
  expect(faultsOf(perimeter, kind('Order'), goods, asking('postage', 'POUND'), asking('duty', 'GRAM'))).toEqual([
    "Parcel.postage requires Parcel.weight with other arguments than Parcel.duty; one of them would get the other's value.",
  ]);
});
