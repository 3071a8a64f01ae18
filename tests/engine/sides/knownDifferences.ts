import { isDeepStrictEqual } from 'node:util';
import {
  type DocumentNode,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Outcome } from './outcome.ts';
import { nowhere, placesOfErrors } from './places.ts';

/** Where Apollo's executor is known not to answer as the specification says. Most have their federation in `../federations`. */
export interface KnownDifference {
  readonly name: string;
  readonly reason: string;
  /** Whether it may be the cause of what was seen. */
  readonly explains: (outcome: Outcome) => boolean;
}

export const knownDifferencesOfApollo: readonly KnownDifference[] = [
  {
    name: 'lists of lists',
    reason: 'What a second subgraph knows of the objects in a list of lists replaces what the first said, instead of being added to it.',
    explains: ({ schema, document }) =>
      someField(schema, document, (type) => depthOfLists(type) > 1 && isCompositeType(getNamedType(type))),
  },
  {
    name: 'fragments in fragments on abstract types',
    reason: 'Inside a fragment on an interface or a union, an object whose type name was not asked for passes for none of its own type.',
    explains: ({ schema, document }) => hasFragmentInAbstractOne(schema, document),
  },
  {
    name: 'type names at the root',
    reason: "It asks a subgraph for the root's type name, which the perimeters' data source takes for a field that a perimeter answers.",
    explains: ({ other }) => !(other instanceof Error) && other.told.errors.some(({ path = [] }) => path[0] === '__typename'),
  },
  {
    name: 'errors of what was left out',
    reason:
      'The planner may ask a subgraph for what a condition leaves out: an error there is told, though nothing of it is in the answer.',
    explains: ({ whole, other }) =>
      !(other instanceof Error) &&
      isDeepStrictEqual(whole.told.data, other.told.data) &&
      placesOfErrors(other.told).every((place) => place.endsWith(nowhere) || placesOfErrors(whole.told).includes(place)),
  },
  {
    name: 'introspection under a condition',
    reason: 'The planner fails over `__schema` and `__type` inside a fragment that has a condition.',
    explains: ({ document, other }) =>
      other instanceof Error && /__schema|__type\b/.test(other.message) && JSON.stringify(document).includes('"__'),
  },
  {
    name: 'objects of which nothing is left',
    reason: 'An object is null where `@skip` and `@include` leave nothing of what is asked of it.',
    explains: ({ document }) => hasConditions(document),
  },
  {
    name: 'commands in fragments',
    reason: 'Commands inside fragments run after those outside; one that is asked for twice, once under a condition, runs twice.',
    explains: ({ operation, document }) => operation.operation === 'mutation' && (hasFragments(document) || hasConditions(document)),
  },
];

const depthOfLists = (type: GraphQLOutputType): number =>
  isListType(type) ? 1 + depthOfLists(type.ofType) : isNonNullType(type) ? depthOfLists(type.ofType) : 0;

function someField(schema: Outcome['schema'], document: DocumentNode, holds: (type: GraphQLOutputType) => boolean): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => {
        const type = types.getType();
        if (type != null && holds(type)) found = true;
      },
    }),
  );
  return found;
}

function hasFragmentInAbstractOne(schema: Outcome['schema'], document: DocumentNode): boolean {
  let found = false;
  const look = (node: {
    readonly typeCondition?: { readonly name: { readonly value: string } } | undefined;
    readonly selectionSet: object;
  }) => {
    const type = schema.getType(node.typeCondition?.name.value ?? '');
    if (isAbstractType(type) && JSON.stringify(node.selectionSet).includes('Fragment')) found = true;
  };
  visit(document, { InlineFragment: look, FragmentDefinition: look });
  return found;
}

const hasFragments = (document: DocumentNode): boolean =>
  JSON.stringify(document).includes(Kind.INLINE_FRAGMENT) || document.definitions.length > 1;
const hasConditions = (document: DocumentNode): boolean => /"value":"(skip|include)"/.test(JSON.stringify(document));
