import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql';
import type { Tape } from './tape.ts';

/** An operation as a client sends it. */
export interface RandomOperation {
  readonly source: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Sheet {
  readonly schema: GraphQLSchema;
  readonly tape: Tape;
  readonly fragments: { readonly name: string; readonly on: GraphQLCompositeType; readonly text: string }[];
  readonly variables: { readonly name: string; readonly declared: string; readonly value: unknown }[];
}

const deepest = 4;

/** A random operation: most are valid. With fields under several names, fragments of both sorts, variables, conditions, introspection. */
export function randomOperation(schema: GraphQLSchema, tape: Tape, other = '{ person { id badge { colour } } }'): RandomOperation {
  const sheet: Sheet = { schema, tape, fragments: [], variables: [] };
  const kind = tape.once(4) ? 'mutation' : 'query';
  const root = kind === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  if (root == null) throw new Error('The graph has no root.');
  const selections = selectionsOn(sheet, root, deepest);
  const declared = sheet.variables.map((variable) => variable.declared);
  const name = tape.once(2) ? 'Asked' : '';
  const withOther = name !== '' && tape.once(4);
  return {
    source: [
      `${kind} ${name}${declared.length === 0 ? '' : `(${declared.join(', ')})`} ${selections}`,
      ...sheet.fragments.map(({ text }) => text),
      ...(withOther ? [`query Other ${other}`] : []),
    ].join('\n'),
    operationName: name === '' ? null : name,
    variables: Object.fromEntries(sheet.variables.flatMap(({ name: variable, value }) => (value === undefined ? [] : [[variable, value]]))),
  };
}

function selectionsOn(sheet: Sheet, type: GraphQLCompositeType, depth: number): string {
  const many = 1 + sheet.tape.below(4);
  return `{ ${Array.from({ length: many }, () => selectionOn(sheet, type, depth)).join(' ')} }`;
}

function selectionOn(sheet: Sheet, type: GraphQLCompositeType, depth: number): string {
  const form = sheet.tape.below(10);
  if (form === 9) return `${sheet.tape.once(2) ? 'kind_: ' : ''}__typename${condition(sheet)}`;
  if (form === 8 && depth > 0) return spreadOn(sheet, type, depth - 1);
  if ((form >= 6 || isUnionType(type)) && depth > 0) return inlineOn(sheet, type, depth - 1);
  if (isUnionType(type)) return '__typename';
  if (form === 5 && type.name === 'Query')
    return sheet.tape.one(['__schema { queryType { name } }', `t: __type(name: "Person")${condition(sheet)} { name }`]);
  const fields = Object.values(type.getFields()).filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
  return fields.length === 0 ? '__typename' : fieldOn(sheet, sheet.tape.one(fields), depth);
}

function fieldOn(sheet: Sheet, field: GraphQLField<unknown, unknown>, depth: number): string {
  const given = field.args.filter(({ type }) => isNonNullType(type) || sheet.tape.once(3));
  const args = given.map(({ name, type }) => `${name}: ${argument(sheet, type)}`).join(', ');
  // One name stands for one field with its arguments, or the parts of an operation would not fit together.
  const alias = args === '' && !sheet.tape.once(4) ? '' : `${field.name}${args.replace(/\W/g, '_')}${sheet.tape.below(2)}: `;
  const type = getNamedType(field.type);
  const below = isCompositeType(type) ? ` ${selectionsOn(sheet, type, depth - 1)}` : '';
  return `${alias}${field.name}${args === '' ? '' : `(${args})`}${condition(sheet)}${below}`;
}

function inlineOn(sheet: Sheet, type: GraphQLCompositeType, depth: number): string {
  const on = sheet.tape.once(4) ? type : sheet.tape.one(fitting(sheet, type));
  return `... ${on === type && sheet.tape.once(2) ? '' : `on ${on.name} `}${condition(sheet)}${selectionsOn(sheet, on, depth)}`;
}

function spreadOn(sheet: Sheet, type: GraphQLCompositeType, depth: number): string {
  const types = fitting(sheet, type);
  const known = sheet.fragments.filter(({ on }) => types.includes(on));
  if (known.length > 0 && sheet.tape.once(2)) return `...${sheet.tape.one(known).name}${condition(sheet)}`;
  const on = sheet.tape.one(types);
  const selections = selectionsOn(sheet, on, depth);
  const name = `F${sheet.fragments.length}`;
  sheet.fragments.push({ name, on, text: `fragment ${name} on ${on.name} ${selections}` });
  return `...${name}${condition(sheet)}`;
}

/** The types that a fragment may name where another stands. */
function fitting({ schema }: Sheet, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  const possible = possibleOf(schema, type);
  const others = Object.values(schema.getTypeMap()).filter(isCompositeType);
  return [type, ...others.filter((other) => other !== type && possibleOf(schema, other).some((each) => possible.includes(each)))];
}

const possibleOf = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : [type];

function condition(sheet: Sheet): string {
  if (!sheet.tape.once(6)) return '';
  const holds = sheet.tape.once(2);
  const value = sheet.tape.once(2) ? variable(sheet, 'Boolean!', holds) : String(holds);
  return ` @${sheet.tape.one(['skip', 'include'])}(if: ${value})`;
}

function argument(sheet: Sheet, type: GraphQLInputType): string {
  const value = inputOf(sheet.tape, type);
  return sheet.tape.once(2) ? variable(sheet, String(type), value) : literal(value, type);
}

/** Declares a variable, given or by its default. */
function variable(sheet: Sheet, type: string, value: unknown): string {
  const name = `v${sheet.variables.length}`;
  const byDefault = type === 'Boolean!' && sheet.tape.once(3);
  const declared = byDefault ? `$${name}: Boolean! = ${value}` : `$${name}: ${type}`;
  sheet.variables.push({ name, declared, value: byDefault ? undefined : value });
  return `$${name}`;
}

function inputOf(tape: Tape, type: GraphQLInputType, depth = 2): unknown {
  if (isNonNullType(type)) return inputOf(tape, type.ofType, depth);
  if (isListType(type)) return [inputOf(tape, type.ofType, depth)];
  if (isEnumType(type)) return tape.one(type.getValues()).name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields()).flatMap((field) =>
        isNonNullType(field.type) || (depth > 0 && tape.once(3)) ? [[field.name, inputOf(tape, field.type, depth - 1)]] : [],
      ),
    );
  return { Int: tape.below(5), Boolean: tape.once(2) }[type.name] ?? `t${tape.below(3)}`;
}

function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type)) return `[${(value as readonly unknown[]).map((each) => literal(each, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (!isInputObjectType(type)) return JSON.stringify(value);
  const fields = type.getFields();
  const members = Object.entries(value as object).map(([name, each]) => {
    const field = fields[name];
    return field === undefined ? '' : `${name}: ${literal(each, field.type)}`;
  });
  return `{${members.join(', ')}}`;
}
