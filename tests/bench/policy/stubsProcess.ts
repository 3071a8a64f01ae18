import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RouteRequest } from '@chancery/kernel';
import { Credentials, ServiceRegistry } from '@chancery/trust';
import { type GraphQLSchema, graphql } from 'graphql';
import { serve } from '../../../subgraphs/kernel/server.ts';
import { type Root, subgraphSchema } from '../../kit/standIn.ts';
import { cast } from '../../kit/standInCircuit.ts';
import { orderOf, tellReady } from '../childProcess.ts';
import { filledIn } from './filledIn.ts';
import type { ServiceOrder, StubAddress, StubsOrder } from './variants.ts';

// Stubs of six services in a process of their own. What a body is answered is found out once and then known: a stub costs what the wire costs.

let asked = 0;
const { gateway, services } = await orderOf<StubsOrder>();
const registry = new ServiceRegistry([gateway, ...services].map((each) => ({ ...each, url: 'https://127.0.0.1:1' })));
tellReady(await Promise.all(services.map(start)), () => asked);

async function start({ name, role, privateKey, publicKey, material }: ServiceOrder): Promise<StubAddress> {
  const player = cast({ records: [], isUp: true }).find((each) => each.name === name);
  if (!player) throw new Error(`Nobody plays ${name}.`);
  const known = new Map<string, string>();
  const root = { ...player.root, _entities: everyEntity };
  const schema = subgraphSchema(player.sdl);
  const answer = async (body: string) => {
    asked += 1;
    // No body with records is the same as another; nobody looks at the answer.
    if (name === 'audit') return '{"data":{"appendAuditEntries":{"appended":1}}}';
    const found = known.get(body) ?? (await answered(schema, root, body));
    known.set(body, found);
    return found;
  };
  const identity = { name, role, privateKey, credentials: new Credentials(material) };
  const routes = [
    { method: 'POST', path: '/graphql', answer: async ({ body }: RouteRequest) => ({ status: 200, body: await answer(body) }) },
  ] as const;
  const { url } = await serve({ port: 0, identity, registry, routes });
  return { name, role, publicKey, url, plainUrl: await plain(answer) };
}

/** Everything that is named is there. */
function everyEntity({ representations }: { readonly representations: readonly object[] }): readonly object[] {
  return representations.map((each) => ({ ...each }));
}

async function plain(answer: (body: string) => Promise<string>): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await answer(await text(request));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answered(schema: GraphQLSchema, root: Root, body: string): Promise<string> {
  const { query, variables } = JSON.parse(body) as { query: string; variables: Readonly<Record<string, unknown>> };
  return JSON.stringify(await graphql({ schema, source: query, rootValue: root, variableValues: variables, fieldResolver: filledIn }));
}
