import type { Refusal } from '@chancery/domain';
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from '../../engine/isIncluded.ts';

/** What is left of an operation, and what of its root was cut out. */
export interface Pruned {
  readonly selections: readonly SelectionNode[];
  /** By response name. */
  readonly deniedRoots: ReadonlyMap<string, Refusal>;
}

interface Pruning {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly denied: ReadonlyMap<string, Refusal>;
}

/**
 * Cuts denied fields out of an operation. `@skip` and `@include` are settled here, so that what would not have run is never refused;
 * fragments are written out; questions for the schema itself are left to projection. A field that is denied for some of the types that can stand in its place stays for the others.
 */
export function prune(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  denied: ReadonlyMap<string, Refusal>,
): Pruned {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const pruning = { schema, fragments, variables, denied };
  const root = schema.getRootType(operation.operation);
  if (root == null) return { selections: [], deniedRoots: new Map() };
  return {
    selections: cut(pruning, operation.selectionSet, root, [root]),
    deniedRoots: rootsDenied(pruning, operation.selectionSet, root),
  };
}

/** `types`: the object types that can stand here. */
function cut(
  pruning: Pruning,
  { selections }: SelectionSetNode,
  type: GraphQLCompositeType,
  types: readonly GraphQLObjectType[],
): readonly SelectionNode[] {
  return selections
    .filter((node) => isIncluded(node, pruning.variables))
    .flatMap((node) => (node.kind === Kind.FIELD ? cutField(pruning, node, type, types) : cutFragment(pruning, node, type, types)));
}

function cutField(
  pruning: Pruning,
  node: FieldNode,
  type: GraphQLCompositeType,
  types: readonly GraphQLObjectType[],
): readonly SelectionNode[] {
  const name = node.name.value;
  // Of the schema itself projection tells: Apollo's planner takes the question only where it stands in no fragment.
  if (name === '__schema' || name === '__type') return [];
  if (name === '__typename') return [settled(node)];
  const allowed = types.filter((each) => !pruning.denied.has(`${each.name}.${name}`));
  if (allowed.length === 0) return [];
  // A member of an interface may give a narrower type than the interface says: on its own, it is cut by its own.
  const cutOn = (each: GraphQLObjectType | GraphQLInterfaceType): readonly FieldNode[] => {
    const given = each.getFields()[name];
    return given === undefined ? [] : [withSelections(pruning, settled(node), getNamedType(given.type))];
  };
  if (allowed.length === types.length && 'getFields' in type) return cutOn(type);
  return allowed.map((each) => on(each.name, cutOn(each)));
}

function withSelections(pruning: Pruning, node: FieldNode, type: ReturnType<typeof getNamedType>): FieldNode {
  if (node.selectionSet === undefined || !isCompositeType(type)) return node;
  const below = cut(pruning, node.selectionSet, type, possible(pruning.schema, type));
  // Projection asks an abstract value for its type, and an object of which everything was denied is still there.
  const selections = below.length > 0 && isObjectType(type) ? below : [typename, ...below];
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function cutFragment(
  pruning: Pruning,
  node: Exclude<SelectionNode, FieldNode>,
  type: GraphQLCompositeType,
  types: readonly GraphQLObjectType[],
): readonly SelectionNode[] {
  const fragment = node.kind === Kind.FRAGMENT_SPREAD ? pruning.fragments.get(node.name.value) : node;
  const named = fragment?.typeCondition === undefined ? type : pruning.schema.getType(fragment.typeCondition.name.value);
  if (fragment === undefined || !isCompositeType(named)) return [];
  // Where an object type stands, it is known which: a fragment on it, or on what it belongs to, says nothing more.
  if (isObjectType(type) && possible(pruning.schema, named).includes(type)) return cut(pruning, fragment.selectionSet, type, types);
  const inside = possible(pruning.schema, named);
  const narrowed = types.filter((each) => inside.includes(each));
  const selections = narrowed.length === 0 ? [] : cut(pruning, fragment.selectionSet, named, narrowed);
  return selections.length === 0 ? [] : [on(named.name, selections)];
}

function rootsDenied(pruning: Pruning, { selections }: SelectionSetNode, root: GraphQLObjectType): ReadonlyMap<string, Refusal> {
  return new Map(
    selections
      .filter((node) => isIncluded(node, pruning.variables))
      .flatMap((node): readonly (readonly [string, Refusal])[] => {
        if (node.kind !== Kind.FIELD) {
          const fragment = node.kind === Kind.FRAGMENT_SPREAD ? pruning.fragments.get(node.name.value) : node;
          return fragment === undefined ? [] : [...rootsDenied(pruning, fragment.selectionSet, root)];
        }
        const refusal = pruning.denied.get(`${root.name}.${node.name.value}`);
        return refusal === undefined ? [] : [[node.alias?.value ?? node.name.value, refusal]];
      }),
  );
}

const possible = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : [type];

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

const settled = (node: FieldNode): FieldNode => ({ ...node, directives: (node.directives ?? []).filter((each) => !isCondition(each)) });

const on = (type: string, selections: readonly SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
  selectionSet: { kind: Kind.SELECTION_SET, selections: [...selections] },
});
