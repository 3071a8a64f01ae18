import type { RouteRequest } from '@chancery/kernel';
import { currentTraceId } from '@chancery/observability';
import type { Mandate, ServiceIdentity, ServiceRegistry } from '@chancery/trust';
import { buildSchema, type DefinitionNode, type GraphQLSchema, graphql, isAbstractType, Kind, parse, print, visit } from 'graphql';
import { serve } from '../../subgraphs/kernel/server.ts';

/** What a stand-in was asked. */
interface Asked {
  readonly mandate: Mandate;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The trace that it was part of. */
  readonly traceId: string;
}

/** A service that stands in for a real one in tests of the gateway alone. */
export interface StandIn {
  readonly url: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** Root fields, and `_entities`, as functions; everything else is read from what they return. What they throw becomes an error's extensions. */
export type Root = Readonly<Record<string, (args: never) => unknown>>;

/** Serves SDL texts as one subgraph. Certificates and mandates are checked as a real service checks them. */
export async function standIn(identity: ServiceIdentity, sdl: readonly string[], root: Root, registry: ServiceRegistry): Promise<StandIn> {
  const schema = subgraphSchema(sdl);
  const asked: Asked[] = [];
  const answer = async ({ mandate, body }: RouteRequest) => {
    const { query, variables } = JSON.parse(body) as Pick<Asked, 'query' | 'variables'>;
    asked.push({ mandate, query, variables, traceId: currentTraceId() });
    const { data, errors } = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
    const told = errors?.map(({ message, path, originalError }) => ({ message, path, extensions: { code: 'INTERNAL', ...originalError } }));
    return { status: 200, body: JSON.stringify({ data, errors: told }) };
  };
  const routes = [{ method: 'POST', path: '/graphql', answer }] as const;
  return { asked, ...(await serve({ port: 0, identity, registry, routes })) };
}

/** SDL texts without federation's words, joined, with their `_entities`. */
function subgraphSchema(sdl: readonly string[]): GraphQLSchema {
  const known = new Set<string>();
  const isNew = (node: DefinitionNode): boolean => {
    const name = `${node.kind} ${'name' in node ? node.name?.value : ''}`;
    return node.kind === Kind.OBJECT_TYPE_EXTENSION || (!known.has(name) && known.add(name) !== undefined);
  };
  const definitions = sdl.flatMap((text) => parse(text).definitions).filter(isNew);
  const isOfGraph = (node: DefinitionNode): boolean => 'name' in node && node.kind !== Kind.DIRECTIVE_DEFINITION;
  const bare = visit({ kind: Kind.DOCUMENT, definitions: definitions.filter(isOfGraph) }, { Directive: () => null });
  const entities = definitions.filter((node) => 'directives' in node && node.directives?.some(({ name }) => name.value === 'key'));
  const names = entities.map((node) => ('name' in node ? node.name?.value : ''));
  const schema = buildSchema(
    `${print(bare)} scalar _Any union _Entity = ${names.join(' | ')} extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`,
    { assumeValidSDL: true },
  );
  for (const type of Object.values(schema.getTypeMap()))
    if (isAbstractType(type)) type.resolveType = ({ __typename }: { __typename: string }) => __typename;
  return schema;
}
