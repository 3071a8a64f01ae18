import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { readMembers } from '@chancery/circuit';
import { perimeterSdl } from '@chancery/schema';
import { type GraphQLSchema, graphql } from 'graphql';
import { type Root, subgraphSchema } from '../../kit/standIn.ts';
import { orderOf, tellReady } from '../childProcess.ts';
import { filledIn } from '../policy/filledIn.ts';
import { documentOf, type House, houses, sdlOf } from './world.ts';

// Every server of a world of many institutions, in one process. What a body is answered is found out once and then known.

const { most } = await orderOf<{ readonly most: number }>();
const all = new Map(houses(most).map((house) => [house.server, house]));
const schemas = new Map<string, GraphQLSchema>();
const known = new Map<string, string>();
let asked = 0;

const server = createServer(async (request, response) => {
  const name = request.url?.slice(1) ?? '';
  const body = await text(request);
  asked += 1;
  const key = `${name} ${body}`;
  const answer = known.get(key) ?? (await answered(name, body));
  known.set(key, answer);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer);
});
server.keepAliveTimeout = 65_000;
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
tellReady(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => asked);

async function answered(name: string, body: string): Promise<string> {
  const { query, variables } = JSON.parse(body) as { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };
  const schema = schemas.get(name) ?? schemaOf(name);
  schemas.set(name, schema);
  return JSON.stringify(await graphql({ schema, source: query, rootValue: root, variableValues: variables, fieldResolver: filledIn }));
}

function schemaOf(name: string): GraphQLSchema {
  const house = all.get(name);
  if (house !== undefined) return subgraphSchema([perimeterSdl, sdlOf(house)]);
  return subgraphSchema([readMembers().find((member) => member.name === name)?.sdl ?? '']);
}

/** Everything that is named is there; a list is of two documents of each house in turn. */
const root: Root = {
  documents: ({ first }: { readonly first: number }) => ({
    edges: Array.from({ length: first }, (_, at) => {
      const id = documentOf(houseAt(Math.floor(at / 2)), at);
      return { cursor: id, node: { __typename: 'Document', id } };
    }),
  }),
  document: ({ id }: { readonly id: string }) => ({ __typename: 'Document', id }),
  _entities: ({ representations }: { readonly representations: readonly object[] }) => representations.map((each) => ({ ...each })),
};

function houseAt(at: number): House {
  const house = [...all.values()][at];
  if (house === undefined) throw new Error('There are not so many houses.');
  return house;
}
