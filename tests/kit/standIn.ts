import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Mandate, type ServiceRegistry, verifyMandate } from '@chancery/trust';
import { buildSchema, type DefinitionNode, type GraphQLSchema, graphql, isAbstractType, Kind, parse, print, visit } from 'graphql';

/** What a stand-in was asked. */
interface Asked {
  readonly mandate: Mandate;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
}

/** A service that stands in for a real one in tests of the gateway alone. */
export interface StandIn {
  readonly url: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** Root fields, and `_entities`, as functions; everything else is read from what they return. What they throw becomes an error's extensions. */
export type Root = Readonly<Record<string, (args: never) => unknown>>;

/** Serves SDL texts as one subgraph. Mandates are checked as a real service checks them; the registry is asked late: it names these addresses. */
export async function standIn(name: string, sdl: readonly string[], root: Root, registry: () => ServiceRegistry): Promise<StandIn> {
  const schema = subgraphSchema(sdl);
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    answer(request).then(
      (text) => response.end(text),
      () => response.writeHead(401).end('{}'),
    );
  });
  const answer = async (request: IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const mandate = await verifyMandate(String(request.headers.authorization).replace(/^Mandate /, ''), registry(), name);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as Pick<Asked, 'query' | 'variables'>;
    asked.push({ mandate, query, variables, headers: request.headers });
    const { data, errors } = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
    const told = errors?.map(({ message, path, originalError }) => ({ message, path, extensions: { code: 'INTERNAL', ...originalError } }));
    return JSON.stringify({ data, errors: told });
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = async (): Promise<void> => {
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

/** SDL texts without federation's words, joined, with their `_entities`. */
export function subgraphSchema(sdl: readonly string[]): GraphQLSchema {
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
