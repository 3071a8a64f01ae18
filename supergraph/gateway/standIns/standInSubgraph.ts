import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Mandate, type ServiceRegistry, verifyMandate } from '@chancery/trust';
import { buildSchema, type DocumentNode, graphql, Kind, parse, print, visit } from 'graphql';

/** What a stand-in was asked. */
export interface Asked {
  readonly mandate: Mandate;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
}

/** A service that answers its SDL from a plain table, for tests of the gateway alone. */
export interface StandIn {
  readonly url: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

type Root = Readonly<Record<string, (args: never, mandate: Mandate) => unknown>>;

/**
 * Serves an SDL: root fields and `_entities` are functions of `root`, everything else is read from what they return.
 * Mandates are checked as a real service checks them; the registry is asked late, since it is made of the stand-ins' addresses.
 */
export async function standIn(name: string, sdl: string, root: Root, registry: () => ServiceRegistry, port = 0): Promise<StandIn> {
  const schema = buildSchema(plain(parse(sdl)), { assumeValidSDL: true });
  for (const type of [schema.getType('_Entity'), schema.getType('Content')])
    if (type !== undefined && 'resolveType' in type) type.resolveType = ({ __typename }: { __typename: string }) => __typename;
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    try {
      const mandate = await verifyMandate(String(request.headers.authorization).replace(/^Mandate /, ''), registry(), name);
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as Pick<Asked, 'query' | 'variables'>;
      asked.push({ mandate, query, variables, headers: request.headers });
      const { data, errors } = await graphql({ schema, source: query, rootValue: root, variableValues: variables, contextValue: mandate });
      const told = errors?.map(({ message, path, originalError }) => ({ message, path, extensions: { code: 'INTERNAL', ...(originalError as object) } }));
      response.end(JSON.stringify({ data, ...(told === undefined ? {} : { errors: told }) }));
    } catch {
      response.writeHead(401).end('{}');
    }
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** An SDL without federation's words, and with its `_entities`. */
function plain(document: DocumentNode): string {
  const bare = visit(document, { Directive: () => null, DirectiveDefinition: () => null, SchemaDefinition: () => null, SchemaExtension: () => null });
  const keyed = document.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.directives?.some(({ name }) => name.value === 'key') ? [node.name.value] : [],
  );
  const hasQuery = bare.definitions.some((node) => 'name' in node && node.name?.value === 'Query');
  return `${print(bare)}
    scalar _Any
    union _Entity = ${keyed.join(' | ')}
    ${hasQuery ? 'extend type Query' : 'type Query'} { _entities(representations: [_Any!]!): [_Entity]! }`.replace('extend type Mutation', bare.definitions.some((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Mutation') ? 'extend type Mutation' : 'type Mutation');
}
