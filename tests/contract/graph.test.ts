import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { publicGraph } from '../kit/publicGraph.ts';
import { drafts, promised } from './promised.ts';

const graph = publicGraph();
const contract = buildSchema(promised, { assumeValidSDL: true });

/** The fields of a type or an input of the public graph. */
function fieldsOf(name: string): Readonly<Record<string, GraphQLField<unknown, unknown> | GraphQLInputField>> {
  const type = graph.getType(name);
  return isObjectType(type) || isInputObjectType(type) ? type.getFields() : {};
}

const argumentsOf = (field: GraphQLField<unknown, unknown> | GraphQLInputField | undefined): readonly GraphQLArgument[] =>
  field !== undefined && 'args' in field ? field.args : [];

const types = Object.values(contract.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

/** `Type.field`, and what was promised of it. */
const fields = types.flatMap((type) =>
  isObjectType(type) || isInputObjectType(type)
    ? Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, owner: type.name, field }))
    : [],
);

describe('the public graph has what clients were promised', () => {
  test.each(fields)('$coordinate', ({ owner, field }) => {
    const found = fieldsOf(owner)[field.name];
    expect(String(found?.type)).toBe(String(field.type));
    const [promisedArguments, foundArguments] = [argumentsOf(field), argumentsOf(found)];
    for (const { name, type, defaultValue } of promisedArguments) {
      const argument = foundArguments.find((each) => each.name === name);
      expect(`${name}: ${argument?.type}`).toBe(`${name}: ${type}`);
      if (defaultValue !== undefined) expect(argument?.defaultValue).toBe(defaultValue);
    }
    // What was added to it may be left out.
    const added = foundArguments.filter(({ name }) => !promisedArguments.some((each) => each.name === name));
    expect(added.filter(isRequiredArgument)).toEqual([]);
  });

  test.each(types.filter(isInputObjectType))('input $name asks for no more than it did', (input) => {
    const found = graph.getType(input.name);
    const asked = isInputObjectType(found) ? Object.values(found.getFields()).filter(isRequiredInputField) : [];
    const before = Object.values(input.getFields()).filter(isRequiredInputField);
    expect(asked.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  });

  test.each(types.filter(isEnumType))('enum $name', (promisedEnum) => {
    const found = graph.getType(promisedEnum.name);
    const values = isEnumType(found) ? found.getValues().map(({ name }) => name) : [];
    expect(values).toEqual(expect.arrayContaining(promisedEnum.getValues().map(({ name }) => name)));
  });
});

describe('each kind', () => {
  const kinds = Object.keys(drafts);

  test('is content of documents, and no other is', () => {
    const content = graph.getType('Content');
    const found = isUnionType(content) ? content.getTypes().map(({ name }) => name) : [];
    // Institutions join with kinds of their own.
    const drafted = Object.keys(graph.getMutationType()?.getFields() ?? {}).flatMap((name) => /^draft(\w+)$/.exec(name)?.[1] ?? []);
    expect(found).toEqual(expect.arrayContaining(kinds));
    expect(found).toEqual(drafted.toSorted());
  });

  test.each(kinds)('%s has its own draft and revision', (kind) => {
    for (const verb of ['draft', 'revise']) {
      const name = `${verb}${kind}`;
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      const command = graph.getMutationType()?.getFields()[name];
      expect(String(command?.type)).toBe(`${type}Payload`);
      expect(command?.args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([`input: ${type}Input!`]);
      expect(String(fieldsOf(`${type}Payload`).document?.type)).toBe('Document');
    }
  });

  test.each(kinds)('%s is drafted by its title; all else may be left out', (kind) => {
    const input = fieldsOf(`Draft${kind}Input`);
    expect(String(input.title?.type)).toBe('String!');
    const { access } = input;
    expect(access !== undefined && 'defaultValue' in access ? access.defaultValue : undefined).toBe('INTERNAL');
    expect([input.documentDate, input.abstract, input.requestId].map((field) => String(field?.type))).toEqual(['Date', 'String', 'ID']);
    const required = Object.values(input).filter(({ name, type }) => String(type).endsWith('!') && name !== 'title');
    expect(required).toEqual([]);
    const content = Object.keys(fieldsOf(kind)).filter((name) => name !== 'id');
    expect(Object.keys(input)).toEqual(expect.arrayContaining(content));
    expect(content).toEqual(expect.arrayContaining([...(drafts[kind] ?? [])]));
  });
});

describe('every mutation', () => {
  const mutations = Object.values(graph.getMutationType()?.getFields() ?? {});

  test.each(mutations)('$name takes one input with a request id, and returns one payload', ({ name, args, type }) => {
    const noun = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    expect(args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([`input: ${noun}Input!`]);
    expect(String(type)).toBe(`${noun}Payload`);
    expect(String(fieldsOf(`${noun}Input`).requestId?.type)).toBe('ID');
  });
});

test('nothing that stands between services is public', () => {
  const names = [...Object.keys(graph.getQueryType()?.getFields() ?? {}), ...Object.keys(graph.getMutationType()?.getFields() ?? {})];
  const between = [
    '_service',
    '_entities',
    'directoryChanges',
    'enrol',
    'admitInstitutions',
    'endMembership',
    'announceSeal',
    'endSeals',
    'renewSeal',
    'renewOfficialKeys',
    'appendAuditEntries',
    'releaseDocument',
    'acceptDelivery',
    'cards',
  ];
  expect(
    names.filter((name) => [...between, 'settleDelivery', 'noteClosure', 'consignmentStanding', 'concludeRelease'].includes(name)),
  ).toEqual([]);
});
