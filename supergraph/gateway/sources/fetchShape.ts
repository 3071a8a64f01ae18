import { BoundedCache } from '@chancery/trust';
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { isIncluded } from '../operation/isIncluded.ts';

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
  /** The value of a root field's argument, such as `input.documentId`, under these variables. */
  valueOf(root: RootField, argument: string, variables: Variables): unknown;
  /** Whether `@skip` and `@include` let a root field run. */
  runs(root: RootField, variables: Variables): boolean;
  /** The same operation with some of its root fields only. */
  only(roots: readonly RootField[]): string;
}

type Variables = Readonly<Record<string, unknown>>;

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
  const roots = flat(operation.selectionSet.selections);
  const defaults = defaultsOf(operation);
  return {
    asksEntities: roots.some(({ name }) => name.value === '_entities'),
    isMutation: operation.operation === 'mutation',
    roots: roots.map((node) => ({ node, responseName: node.alias?.value ?? node.name.value })),
    valueOf: ({ node }, argument, variables) => valueAt(node, argument.split('.'), { ...defaults, ...variables }),
    runs: ({ node }, variables) => isIncluded(node, { ...defaults, ...variables }),
    only: (chosen) =>
      print(
        withRoots(
          document,
          operation,
          chosen.map(({ node }) => node),
        ),
      ),
  };
}

/** `... @include(if: $x) { field }` is the only fragment that plans have at their root: its conditions move to its fields. */
function flat(nodes: readonly SelectionNode[]): readonly FieldNode[] {
  return nodes.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.FRAGMENT_SPREAD) throw new TypeError('A plan has no named fragment at its root.');
    return flat(node.selectionSet.selections).map((field) => ({
      ...field,
      directives: [...(field.directives ?? []), ...(node.directives ?? [])],
    }));
  });
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

function withRoots(document: DocumentNode, operation: OperationDefinitionNode, fields: readonly FieldNode[]): DocumentNode {
  const used = new Set<string>();
  for (const field of fields)
    visit(field, {
      Variable: ({ name }) => {
        used.add(name.value);
      },
    });
  const part: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...fields] },
  };
  return { ...document, definitions: document.definitions.map((node) => (node === operation ? part : node)) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
