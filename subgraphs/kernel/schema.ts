import { buildSubgraphSchema } from '@apollo/subgraph';
import { Refusal } from '@chancery/domain';
import { type DocumentNode, type GraphQLFieldResolver, GraphQLScalarType, type GraphQLSchema, Kind, parse } from 'graphql';
import type { CallContext } from './context.ts';
import { type EntityFinders, oneByOne, type ReferenceResolver, type ReferencesResolver, withEntities } from './entities.ts';
import { scalars } from './scalars.ts';

export type Resolver = GraphQLFieldResolver<never, CallContext, never>;
/** How one type's fields are answered; `__resolveReferences` finds its entities, `__resolveReference` one of them, `__resolveType` tells a union's member. */
type TypeResolvers = Readonly<Record<string, Resolver | ReferenceResolver | ReferencesResolver>>;
export type Resolvers = Readonly<Record<string, TypeResolvers | GraphQLScalarType>>;

/** The executable schema of one server: its first SDL, and whatever the others add to it. */
export function executableSchema(typeDefs: readonly string[], resolvers: Resolvers): GraphQLSchema {
  const [first, ...others] = typeDefs.map((text) => parse(text));
  if (first === undefined) throw new Error('A subgraph has an SDL.');
  const known = new Set(first.definitions.map(nameOf));
  const parts = [first, ...others.map((part) => addedBy(part, known))];
  const named = new Set(parts.flatMap((part) => part.definitions.map(nameOf)));
  const own = Object.fromEntries(Object.entries(scalars).filter(([name]) => named.has(name)));
  const { finders, fields } = apart(resolvers);
  const schema = buildSubgraphSchema(
    parts.map((part, index) => ({ typeDefs: part, resolvers: index === 0 ? ({ ...own, ...fields } as never) : undefined })) as never,
  );
  refuseUnanswered(schema);
  return withEntities(schema, finders);
}

/** §1.2 A root field of the SDL that a server does not answer is refused: null would say that there is nothing. */
function refuseUnanswered(schema: GraphQLSchema): void {
  for (const root of [schema.getQueryType(), schema.getMutationType()])
    for (const field of Object.values(root?.getFields() ?? {}))
      field.resolve ??= () => {
        throw new Refusal('NOT_OFFERED');
      };
}

/** What finds entities, apart from what answers fields. */
function apart(resolvers: Resolvers): { readonly finders: EntityFinders; readonly fields: Resolvers } {
  const finders = new Map<string, ReferencesResolver>();
  const fields = Object.entries(resolvers).map(([type, of]) => {
    if (of instanceof GraphQLScalarType) return [type, of] as const;
    const { __resolveReferences: all, __resolveReference: one, ...rest } = of;
    if (all !== undefined) finders.set(type, all as ReferencesResolver);
    else if (one !== undefined) finders.set(type, oneByOne(one as ReferenceResolver));
    return [type, rest] as const;
  });
  return { finders, fields: Object.fromEntries(fields) };
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
