import { setTimeout as pause } from 'node:timers/promises';
import { startTelemetry } from '@chancery/observability';
import { Credentials, type ServiceIdentity, ServiceRegistry } from '@chancery/trust';
import { orderOf, tellReady } from '../childProcess.ts';
import type { GatewayOrder } from './variants.ts';

// One variant of the gateway as a process, as supergraph/gateway/main.ts runs the real one.

const order = await orderOf<GatewayOrder>();
startTelemetry({ service: 'gateway' });
// As there: telemetry stands before Apollo's gateway is loaded.
const { variantGateway } = await import('./variantGateway.ts');
const { name, role, privateKey, publicKey, material } = order.identity;
const identity: ServiceIdentity = { name, role, privateKey, credentials: new Credentials(material) };
const registry = new ServiceRegistry([{ name, role, publicKey, url: 'http://127.0.0.1:1' }, ...order.stubs]);
const { url, directory } = await variantGateway(identity, registry, order);
while (directory.official('JUS:s.sign') === undefined) await pause(50);
tellReady(url, () => 0);
