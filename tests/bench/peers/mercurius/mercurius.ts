import mercurius from '@mercuriusjs/gateway';
import fastify from 'fastify';
import { orderOf, tellReady } from '../../childProcess.ts';
import type { GatewayOrder } from '../../gateway/orders.ts';

// Mercurius' gateway, which knows Federation 1.

const { federation1 } = await orderOf<GatewayOrder>();
const app = fastify();
await app.register(mercurius.default, { gateway: { services: federation1.map((service) => ({ ...service, connections: 50 })) } });
const url = await app.listen({ port: 0, host: '127.0.0.1' });
tellReady(`${url}/graphql`, () => 0);
