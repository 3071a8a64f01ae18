import { BoundedCache } from '@chancery/trust';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { type AskedNames, askedNames } from '../data/onlyAsked.ts';
import { type Fragments, fragmentsOf } from '../fragmentsOf.ts';
import { isIncluded } from '../isIncluded.ts';

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

/** An operation, and the names of its variables. */
interface Part {
  readonly text: string;
  readonly variables: readonly string[];
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
  const fragments = fragmentsOf(document);
  const roots = rootsOf(partsOf(operation.selectionSet.selections, fragments));
  const partsIn = (root: RootField): readonly Standing[] =>
    roots.find(({ responseName }) => responseName === root.responseName)?.parts ?? [];
  const defaults = defaultsOf(operation);
  return {
    asksEntities: roots.some(({ node }) => node.name.value === '_entities'),
    isMutation: operation.operation === 'mutation',
    roots,
    asked: askedNames(operation.selectionSet, fragments),
    valueOf: ({ node }, argument, variables) => valueAt(node, argument.split('.'), { ...defaults, ...variables }),
    runs: (root, variables) => partsIn(root).some((part) => partRuns(part, { ...defaults, ...variables })),
    partWith: (chosen) => withRoots(fragments, operation, chosen.flatMap(partsIn).map(written)),
  };
}

/** A field at the root, and the fragments around it, whose conditions decide too. */
interface Standing {
  readonly node: FieldNode;
  readonly around: readonly (FragmentSpreadNode | InlineFragmentNode)[];
}

function partsOf(nodes: readonly SelectionNode[], fragments: Fragments, around: Standing['around'] = []): readonly Standing[] {
  return nodes.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [{ node, around }];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    return partsOf(fragment?.selectionSet.selections ?? [], fragments, [...around, node]);
  });
}

const partRuns = ({ node, around }: Standing, variables: Variables): boolean =>
  [node, ...around].every((each) => isIncluded(each, variables));

/** As it stands in an operation of its own: in fragments without a name, with the conditions of those that it stood in. */
const written = ({ node, around }: Standing): SelectionNode =>
  around.reduceRight<SelectionNode>(
    (inner, { directives = [] }) =>
      directives.length === 0
        ? inner
        : { kind: Kind.INLINE_FRAGMENT, directives, selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] } },
    node,
  );

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

function withRoots(fragments: Fragments, operation: OperationDefinitionNode, selections: readonly SelectionNode[]): Part {
  const used = new Set<string>();
  const kept = new Set<FragmentDefinitionNode>();
  const look = (node: SelectionNode | FragmentDefinitionNode): void => {
    visit(node, {
      Variable: ({ name }) => void used.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || kept.has(fragment)) return;
        kept.add(fragment);
        look(fragment);
      },
    });
  };
  for (const selection of selections) look(selection);
  const part: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...selections] },
  };
  return { text: print({ kind: Kind.DOCUMENT, definitions: [part, ...kept] }), variables: [...used] };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
