import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLFieldResolver, type GraphQLScalarType, type GraphQLSchema, Kind, parse } from 'graphql';
import type { CallContext } from './context.ts';
import { scalars } from './scalars.ts';

export type Resolver = GraphQLFieldResolver<never, CallContext, never>;
/** By type and field; `__resolveReference` finds an entity, `__resolveType` tells a union's member. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver | ReferenceResolver>> | GraphQLScalarType>>;
/** Finds the entity that a representation names. It is async, so that one that throws leaves the others of its list alone. */
export type ReferenceResolver = (reference: never, context: CallContext) => Promise<unknown>;

/** The executable schema of one server: its first SDL, and whatever the others add to it. */
export function executableSchema(typeDefs: readonly string[], resolvers: Resolvers): GraphQLSchema {
  const [first, ...others] = typeDefs.map((text) => parse(text));
  if (first === undefined) throw new Error('A subgraph has an SDL.');
  const known = new Set(first.definitions.map(nameOf));
  const parts = [first, ...others.map((part) => addedBy(part, known))];
  const named = new Set(parts.flatMap((part) => part.definitions.map(nameOf)));
  const own = Object.fromEntries(Object.entries(scalars).filter(([name]) => named.has(name)));
  return buildSubgraphSchema(
    parts.map((part, index) => ({ typeDefs: part, resolvers: index === 0 ? ({ ...own, ...resolvers } as never) : undefined })) as never,
  );
}

/** Without its links and without what the first SDL defines too: shared scalars, enums and stubs of entities. */
function addedBy({ kind, definitions }: DocumentNode, known: ReadonlySet<string>): DocumentNode {
  const isOwn = (definition: DocumentNode['definitions'][number]) =>
    definition.kind !== Kind.SCHEMA_EXTENSION &&
    definition.kind !== Kind.SCHEMA_DEFINITION &&
    (definition.kind === Kind.OBJECT_TYPE_EXTENSION || !known.has(nameOf(definition)));
  return { kind, definitions: definitions.filter(isOwn) };
}

const nameOf = (definition: DocumentNode['definitions'][number]): string => ('name' in definition ? (definition.name?.value ?? '') : '');
