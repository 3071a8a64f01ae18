import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLFieldResolver, type GraphQLSchema, type GraphQLTypeResolver, parse } from 'graphql';
import { type Told, told } from './side.ts';

/** Subgraphs of a federation: SDL by name. */
export type Sdls = Readonly<Record<string, string>>;

/** A federation that composes, or what its composition says. */
export type Composition = { readonly supergraphSdl: string } | { readonly faults: readonly string[] };

export function composed(sdls: Sdls): Composition {
  const services = Object.entries(sdls).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors = [] } = composeServices(services);
  return supergraphSdl === undefined ? { faults: errors.map(({ message }) => message) } : { supergraphSdl };
}

/** What reads a subgraph's fields: one function for all of them, and one for each entity that is asked for. */
export interface Reader {
  readonly field: GraphQLFieldResolver<unknown, unknown>;
  readonly type: GraphQLTypeResolver<unknown, unknown>;
  readonly entity: (representation: Readonly<Record<string, unknown>> & { readonly __typename: string }) => unknown;
}

/** A subgraph as its callers see it: JSON texts in, JSON text out. */
export type Server = (operation: string, variables: string) => Promise<Told>;

/** Serves a subgraph in this process. */
export function server(sdl: string, reader: Reader): Server {
  const schema = subgraphSchema(sdl, reader);
  return async (operation, variables) =>
    told(
      await execute({
        schema,
        document: parse(operation),
        variableValues: JSON.parse(variables),
        fieldResolver: reader.field,
        typeResolver: reader.type,
      }),
    );
}

function subgraphSchema(sdl: string, { entity }: Reader): GraphQLSchema {
  const typeDefs = parse(sdl);
  const names = typeDefs.definitions.flatMap((node) =>
    'directives' in node && 'name' in node && node.name && node.directives?.some(({ name }) => name.value === 'key')
      ? [node.name.value]
      : [],
  );
  // Asynchronous, or one that is thrown for would take all others with it.
  const byReference = { __resolveReference: async (representation: Parameters<Reader['entity']>[0]) => entity(representation) };
  return buildSubgraphSchema([{ typeDefs, resolvers: Object.fromEntries(names.map((name) => [name, byReference])) }]);
}
