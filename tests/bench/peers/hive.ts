import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { orderOf, tellReady } from '../childProcess.ts';
import type { GatewayOrder } from '../gateway/orders.ts';

// Hive Gateway's runtime on Node's own server, with its planner in JavaScript, or that in Rust. Unless it shares, it is told not to: by
// itself it gives one answer of a subgraph to all requests that wait for the same.

const { supergraphSdl, sharing, rust } = await orderOf<GatewayOrder & { readonly rust: boolean }>();
const planner = rust ? { unifiedGraphHandler: (await import('@graphql-hive/router-runtime')).unifiedGraphHandler } : {};
const gateway = createGatewayRuntime({
  supergraph: supergraphSdl,
  ...planner,
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: sharing } } },
  logging: 'error',
  landingPage: false,
  graphiql: false,
});
const server = createServer(gateway);
server.keepAliveTimeout = 65_000;
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
tellReady(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, () => 0);
