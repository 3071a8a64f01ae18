import { BoundedCache } from '@chancery/trust';
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, parse, valueFromASTUntyped } from 'graphql';
import { type AskedNames, askedNames } from '../data/onlyAsked.ts';
import { fragmentsOf } from '../fragmentsOf.ts';
import { type Part, partOfOperation } from './partOfOperation.ts';
import { type Standing, standingIn, standsUnder, written } from './standing.ts';
import type { Variables } from './step.ts';

/** A root field as a plan asks for it. */
export interface RootField {
  readonly node: FieldNode;
  /** The key of its answer. */
  readonly responseName: string;
}

/** What a plan asks of a subgraph: entities, or root fields. */
export interface FetchShape {
  readonly asksEntities: boolean;
  readonly isMutation: boolean;
  readonly roots: readonly RootField[];
  /** The names under which it asks. */
  readonly asked: AskedNames;
  /** The value of a root field's argument, such as `input.documentId`, under these variables. */
  valueOf(root: RootField, argument: string, variables: Variables): unknown;
  /** Whether `@skip` and `@include` let a root field run. */
  runs(root: RootField, variables: Variables): boolean;
  /** The same operation with some of its root fields only, and the variables that it uses. */
  partWith(roots: readonly RootField[]): Part;
}

const known = new BoundedCache<FetchShape>(2_000, 16_000_000);

/** The shape of an operation that a plan sends to a subgraph. Plans are few and come again: each is read once. */
export function fetchShape(query: string): FetchShape {
  const shape = known.get(query) ?? readShape(parse(query));
  known.set(query, shape, query.length);
  return shape;
}

function readShape(document: DocumentNode): FetchShape {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new TypeError('A plan asks by an operation.');
  const fragments = fragmentsOf(document);
  const roots = rootsOf(standingIn(operation.selectionSet.selections, fragments));
  const partsIn = (root: RootField): readonly Standing[] =>
    roots.find(({ responseName }) => responseName === root.responseName)?.parts ?? [];
  const defaults = defaultsOf(operation);
  return {
    asksEntities: roots.some(({ node }) => node.name.value === '_entities'),
    isMutation: operation.operation === 'mutation',
    roots,
    asked: askedNames(operation.selectionSet, fragments),
    valueOf: ({ node }, argument, variables) => valueAt(node, argument.split('.'), { ...defaults, ...variables }),
    runs: (root, variables) => partsIn(root).some((part) => standsUnder(part, { ...defaults, ...variables })),
    partWith: (chosen) => partOfOperation(operation, fragments, chosen.flatMap(partsIn).map(written)),
  };
}

/** A field that stands there several times is one, where it stands first, as GraphQL merges them: a command is never given twice. */
function rootsOf(parts: readonly Standing[]): readonly (RootField & { readonly parts: readonly Standing[] })[] {
  const byName = Map.groupBy(parts, ({ node }) => node.alias?.value ?? node.name.value);
  return [...byName].flatMap(([responseName, all]) => (all[0] === undefined ? [] : [{ node: all[0].node, responseName, parts: all }]));
}

function defaultsOf(operation: OperationDefinitionNode): Variables {
  const defaults: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? [])
    if (defaultValue !== undefined) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  return defaults;
}

function valueAt(node: FieldNode, [argument, ...path]: readonly string[], variables: Variables): unknown {
  const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
  const whole = value === undefined ? undefined : valueFromASTUntyped(value, variables);
  return path.reduce<unknown>((inside, key) => (isRecord(inside) ? inside[key] : undefined), whole);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
