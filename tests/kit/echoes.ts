import { type Caller, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { type Mandate, type ServiceIdentity, ServiceRegistry } from '@chancery/trust';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Route } from '../../subgraphs/kernel/route.ts';
import { serve } from '../../subgraphs/kernel/server.ts';
import { printed } from '../../supergraph/engine/post/wire.ts';
import type { Commission } from '../../supergraph/gateway/sources/commission.ts';
import { Transport } from '../../supergraph/gateway/sources/transport.ts';
import { newService } from './authority.ts';

interface Asked {
  readonly mandate: Mandate;
  readonly body: string;
}

/** What the services have been asked in this test. */
export let asked: Asked[] = [];
/** What holds them back. */
let gate = Promise.withResolvers<void>();
let filler = '';
/** Once the hooks of a file have run. */
export let gateway: ServiceIdentity;
export let registry: ServiceRegistry;
let transport: Transport;
const servers: Awaited<ReturnType<typeof serve>>[] = [];

/** Tells whom and what it was asked, once it is let. */
const echo: Route = {
  method: 'POST',
  path: '/graphql',
  async answer({ mandate, body }) {
    asked.push({ mandate, body });
    await gate.promise;
    return { status: 200, body: JSON.stringify({ data: { by: mandate.audience, caller: mandate.caller, body, filler } }) };
  },
};

/** Starts two services that answer when they are let, and a gateway's way to them, for a file; closes them after its last test. Each test begins with both held back. */
export function echoes(): void {
  beforeAll(async () => {
    registry = new ServiceRegistry([]);
    const own = await newService('gateway', 'gateway');
    gateway = own.identity;
    const entries = [{ name: 'gateway', role: 'gateway' as const, url: 'https://127.0.0.1:1', publicKey: own.publicKey }];
    const others = await Promise.all(
      ['justice', 'finance'].map(async (name) => {
        const { identity, publicKey } = await newService(name, 'perimeter');
        const server = await serve({ port: 0, identity, registry, routes: [echo] });
        servers.push(server);
        return { name, role: 'perimeter' as const, url: server.url, publicKey };
      }),
    );
    registry.replace([...entries, ...others]);
    transport = new Transport(gateway, registry);
    letGo();
    // The runs of the services are known from here on.
    for (const { name } of others) await ask(name, commission(null), '{ known }');
  });
  afterAll(async () => {
    await transport.close();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  beforeEach(() => {
    hold();
    forget();
    fill('');
  });
}

/** From now on what is asked waits. */
export function hold(): void {
  gate = Promise.withResolvers();
}

/** What waits is answered, and what comes at once. */
export function letGo(): void {
  gate.resolve();
}

/** Nothing has been asked so far. */
export function forget(): void {
  asked = [];
}

/** From now on each answer has this in it too. */
export function fill(text: string): void {
  filler = text;
}

export const callerOf = (official: string, change: Partial<Caller> = {}): Caller => ({
  official: parseOfficialId(`JUS:${official}`),
  institution: parseInstitutionCode('JUS'),
  duties: ['CLERK'],
  clearance: false,
  ...change,
});
export const someone = callerOf('o.petrenko');

/** A call for an official, or for nobody. */
export const commission = (caller: Caller | null, change: Partial<Commission> = {}): Commission => ({
  caller,
  record: 'r',
  operation: null,
  token: null,
  documents: new Set(),
  ...change,
});

export const ask = (service: string, of: Commission, text: string, variables = '{}', isMutation = false, by = transport) =>
  by.send(service, { operation: printed(text, isMutation), variables }, of);

/** Waits until the services have been asked so often. */
export const arrived = (count: number) => expect.poll(() => asked.length, { timeout: 5_000 }).toBe(count);
