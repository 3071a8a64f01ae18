// Set before anything of Apollo's is loaded: nothing of the bench leaves the machine.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

import { orderOf, tellReady } from '../childProcess.ts';
import type { GatewayOrder } from '../gateway/orders.ts';

// Plain @apollo/gateway under Apollo Server, as its documentation sets them up for production.

const { ApolloGateway } = await import('@apollo/gateway');
const { ApolloServer } = await import('@apollo/server');
const { startStandaloneServer } = await import('@apollo/server/standalone');

const { supergraphSdl } = await orderOf<GatewayOrder>();
const server = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl }),
  introspection: false,
  includeStacktraceInErrorResponses: false,
});
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
tellReady(url, () => 0);
