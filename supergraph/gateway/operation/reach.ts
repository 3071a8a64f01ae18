import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from '../../engine/isIncluded.ts';

/** Every field of an object type that an operation may touch: each is decided before anything is fetched. */
export interface Reach {
  /** Each `Type.field` once, in the order of the alphabet. */
  readonly fields: readonly string[];
  /**
   * Apollo's executor would answer it wrong as it is written: it loses what nests in a fragment on a union or an interface that stands where
   * an object type does, and it may answer null for an object of which every field is left out.
   */
  readonly isTakenWrong: boolean;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fields: Set<string>;
  /** Fragments with the types for which they were walked, once each: whether they ask for any field. */
  readonly walked: Map<string, boolean>;
  isTakenWrong: boolean;
}

/** What an operation may touch with these variables. What `@skip` and `@include` leave out is not asked for, and so it is not decided. */
export function reachOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Reach {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const walk: Walk = { schema, fragments, variables, fields: new Set(), walked: new Map(), isTakenWrong: false };
  const root = schema.getRootType(definition.operation);
  if (root != null) go(walk, definition.selectionSet, [root]);
  return { fields: [...walk.fields].sort(), isTakenWrong: walk.isTakenWrong };
}

/** `types`: the object types that can stand here. Whether any field is left to ask for. */
function go(walk: Walk, { selections }: SelectionSetNode, types: readonly GraphQLObjectType[]): boolean {
  let isAsked = false;
  for (const node of selections) {
    if (!isIncluded(node, walk.variables)) continue;
    if (take(walk, node, types)) isAsked = true;
  }
  return isAsked && types.length > 0;
}

function take(walk: Walk, node: SelectionNode, types: readonly GraphQLObjectType[]): boolean {
  if (node.kind === Kind.INLINE_FRAGMENT) return go(walk, node.selectionSet, narrowed(walk, node.typeCondition?.name.value, types));
  if (node.kind === Kind.FRAGMENT_SPREAD) return spread(walk, walk.fragments.get(node.name.value), types);
  touch(walk, node.name.value, node.selectionSet, types);
  return true;
}

function touch(walk: Walk, name: string, below: SelectionSetNode | undefined, types: readonly GraphQLObjectType[]): void {
  if (name === '__typename') return;
  for (const type of types) walk.fields.add(`${type.name}.${name}`);
  if (below === undefined || name.startsWith('__')) return;
  const given = types.flatMap((type) => type.getFields()[name] ?? []).map(({ type }) => getNamedType(type));
  const possible = new Set(given.flatMap((type) => (isCompositeType(type) ? possibleOf(walk.schema, type) : [])));
  if (types.length > 0 && !go(walk, below, [...possible])) walk.isTakenWrong = true;
}

function spread(walk: Walk, fragment: FragmentDefinitionNode | undefined, types: readonly GraphQLObjectType[]): boolean {
  if (fragment === undefined) return false;
  const inside = narrowed(walk, fragment.typeCondition.name.value, types);
  const key = `${fragment.name.value} ${inside.map(({ name }) => name).join(' ')}`;
  const isAsked = walk.walked.get(key) ?? go(walk, fragment.selectionSet, inside);
  walk.walked.set(key, isAsked);
  return isAsked;
}

function narrowed(walk: Walk, condition: string | undefined, types: readonly GraphQLObjectType[]): readonly GraphQLObjectType[] {
  const named = condition === undefined ? undefined : walk.schema.getType(condition);
  if (!isCompositeType(named)) return types;
  if (types.length === 1 && isAbstractType(named)) walk.isTakenWrong = true;
  const inside = possibleOf(walk.schema, named);
  return types.filter((type) => inside.includes(type));
}

const possibleOf = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
