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
    if (failure instanceof CompositionFailed) return failure.faults;
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

describe('never drops a rule', () => {
  test.each([
    ['@authenticated', 'type Query { more: String @authenticated }'],
    ['@policy on a type', 'type Query { more: More } type More @policy(policies: [["p"]]) { a: String }'],
    ['@requiresScopes on a scalar', 'type Query { more: S } scalar S @requiresScopes(scopes: [["s"]])'],
    ['a namespaced name', 'type Query { more: String @federation__policy(policies: [["p"]]) }'],
  ])('%s fails the composition', (_case, sdl) => {
    expect(faultsOf(perimeter, kind('Ruling'), other(sdl)).join()).toMatch(/other: @.* cannot be compiled/);
  });

  test('a renamed import fails the composition', () => {
    const renamed = {
      name: 'other',
      institution: false,
      sdl: `${link('{ name: "@policy", as: "@rule" }')} type Query { more: String @rule(policies: [["p"]]) }`,
    };

    expect(faultsOf(perimeter, kind('Ruling'), renamed).join()).toContain('@rule');
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
