import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { ServiceIdentity } from '../../trust/identity.ts';
import { type ServiceEntry, ServiceRegistry } from '../../trust/registry.ts';
import { ServiceClient } from '../../trust/serviceClient.ts';
import { newService, tlsMaterial } from './authority.ts';

/** What a service was asked. */
interface Asked {
  readonly url: string | undefined;
  readonly authorization: string;
  readonly body: string;
}
export type Respond = (response: ServerResponse) => void;

/** The exchange, and how it calls; `justice` answers as a test says, at `finance` nobody listens: once the hooks of a file have run. */
export let exchange: ServiceIdentity;
export let registry: ServiceRegistry;
export let client: ServiceClient;

/** What `justice` was asked in one test, the first first. */
export let asked: Asked[] = [];
let respond: Respond;

/** Starts `justice` for a file, and closes it after its last test. */
export function answeringJustice(): void {
  let server: Server;
  beforeAll(async () => {
    server = createServer(
      { ...(await tlsMaterial({ name: 'justice' })), minVersion: 'TLSv1.3', requestCert: true },
      async (request, response) => {
        asked.push({ url: request.url, authorization: request.headers.authorization ?? '', body: await whole(request) });
        respond(response);
      },
    );
    const port = await listening(server);
    const { identity, publicKey } = await newService('exchange', 'exchange');
    exchange = identity;
    const entry = (name: string, at: number): ServiceEntry => ({ name, role: 'perimeter', url: `https://127.0.0.1:${at}`, publicKey });
    registry = new ServiceRegistry([entry('justice', port), entry('finance', 9), { ...entry('exchange', 1), role: 'exchange' }]);
    client = new ServiceClient(identity, registry);
  });
  beforeEach(forget);
  afterAll(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

/** Says how `justice` answers from now on. */
export function answerWith(how: Respond): void {
  respond = how;
}

/** As if it had been asked nothing yet. */
export function forget(): void {
  asked = [];
}

/** Has a server listen; on which port. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** An answer of JSON. */
export const json =
  (value: unknown, status = 200): Respond =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

/** Asks a service how something stands. */
export const ask = (service = 'justice', timeoutMs = 2_000): Promise<unknown> =>
  client.ask(service, 'query Standing($id: ID!) { standing(id: $id) }', { id: 'x' }, { timeoutMs });

/** What a call is refused or fails with. */
export const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

async function whole(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
