import type { AddressInfo } from 'node:net';
import {
  hostAt,
  longestTransferMs,
  loopbackAddress,
  MandateGuard,
  OpenConnections,
  type ServiceIdentity,
  type ServiceRegistry,
} from '@chancery/trust';
import { mutualTlsServer } from './mutualTls.ts';
import { respond } from './respond.ts';
import type { Route } from './route.ts';
import type { StreamRoute } from './streamRoute.ts';

export interface ServerOptions {
  readonly port: number;
  /** At which of the machine's addresses; loopback when left out. */
  readonly address?: string | undefined;
  readonly identity: Pick<ServiceIdentity, 'name' | 'credentials'>;
  readonly registry: ServiceRegistry;
  readonly routes: readonly Route[];
  /** None unless said. */
  readonly streams?: readonly StreamRoute[] | undefined;
}

/** For so long a service that stops goes on with what it has begun, in milliseconds. */
const patienceMs = 5_000;

/**
 * Serves routes over mutual TLS to services of the registry that carry a mandate for the very request; `/healthz` tells any
 * of them, without a mandate, that it answers.
 */
export async function serve({
  port,
  address = loopbackAddress,
  identity,
  registry,
  routes,
  streams = [],
}: ServerOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const closing = new AbortController();
  const guard = new MandateGuard(registry, identity.name);
  const tls = mutualTlsServer(identity.credentials, registry, (request, response) => {
    open.note(request, response);
    void respond({ tls, guard, routes, streams, closing: closing.signal }, request, response);
  });
  const { server } = tls;
  const open = new OpenConnections(server);
  server.keepAliveTimeout = 65_000;
  // Node has one time for all requests: who sends anything but a transfer has less, by `read`.
  server.requestTimeout = longestTransferMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const close = () => {
    closing.abort();
    tls.release();
    return open.close(patienceMs);
  };
  return { url: `https://${hostAt(address)}:${(server.address() as AddressInfo).port}`, close };
}
