import type { ServiceRole } from '@chancery/trust';
import { newService } from '../../kit/authority.ts';
import { startIssuer } from '../../kit/standInCircuit.ts';
import { type Child, startChild } from '../childProcess.ts';
import type { ServiceOrder } from '../policy/variants.ts';
import { composeSupergraph, ofInstitutions, type Subgraph, subgraphs } from './federation.ts';
import { federation1 } from './federation1.ts';
import type { FullOrder, StubsOrder, StubsReady } from './orders.ts';

/** The stubs, and everything that gateways need to know of them. */
export interface BenchFederation {
  readonly stubs: Child<StubsReady>;
  /** What a gateway is told, whichever it is. */
  readonly order: Omit<FullOrder, 'sharing'>;
  /** A new token of a signatory, for those that ask who asks: it is good for five minutes. */
  authorization(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the stubs. */
export async function startFederation(): Promise<BenchFederation> {
  const issuer = await startIssuer();
  const gateway = await orderFor('gateway', 'gateway');
  const services = await Promise.all(subgraphs.map(async (name) => ({ ...(await orderFor(name, roleOf(name))), name })));
  const stubs = await startChild<StubsReady>(new URL('./stubsProcess.ts', import.meta.url), { gateway, services } satisfies StubsOrder);
  const addressOf = (name: Subgraph) => `${stubs.ready.url}/${name}`;
  return {
    stubs,
    order: {
      supergraphSdl: composeSupergraph(addressOf),
      stubsUrl: stubs.ready.url,
      federation1: federation1(addressOf),
      identity: gateway,
      services: stubs.ready.services,
      jwks: issuer.jwks,
    },
    authorization: async () => `Bearer ${await issuer.token('s.sign', 'JUS')}`,
    stop: async () => {
      await stubs.stop();
      issuer.forget();
    },
  };
}

const roleOf = (subgraph: Subgraph): ServiceRole => {
  if (subgraph === 'directory' || subgraph === 'exchange' || subgraph === 'audit') return subgraph;
  return ofInstitutions.includes(subgraph) ? 'perimeter' : 'catalogue';
};

async function orderFor(name: string, role: ServiceRole): Promise<ServiceOrder> {
  const { identity, publicKey } = await newService(name, role);
  return { name, role, privateKey: identity.privateKey, publicKey, material: identity.credentials.current };
}
