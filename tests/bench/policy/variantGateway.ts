import { ruleBundle } from '@chancery/policy';
import { readSupergraph } from '@chancery/schema';
import { AccessTokens, DirectoryCopy, ServiceClient, type ServiceIdentity, type ServiceRegistry } from '@chancery/trust';
import { AuditDesk } from '../../../supergraph/gateway/auditDesk.ts';
import { Budgets } from '../../../supergraph/gateway/budget/budgets.ts';
import { Tariff } from '../../../supergraph/gateway/cost/tariff.ts';
import { endpoints } from '../../../supergraph/gateway/http/endpoints.ts';
import { serve } from '../../../supergraph/gateway/http/server.ts';
import { Decisions } from '../../../supergraph/gateway/operation/decisions.ts';
import type { Stage } from '../../../supergraph/gateway/passage.ts';
import { usualSettings } from '../../../supergraph/gateway/settings.ts';
import { sourcesOf } from '../../../supergraph/gateway/sources/sources.ts';
import { Transport } from '../../../supergraph/gateway/sources/transport.ts';
import { stagesInOrder } from '../../../supergraph/gateway/stagesInOrder.ts';
import { loadSupergraph, planned } from '../../../supergraph/gateway/supergraphExecutor.ts';
import { PlainCalls, PlainTransport } from './plainTransport.ts';
import type { GatewayOrder, StubAddress, Variant } from './variants.ts';

/** As much as a bench asks for in a minute is not what a budget is for. */
const settings = { ...usualSettings, callerBudget: 10 ** 9, institutionBudget: 10 ** 9 };

/**
 * A gateway of the real one's own stages, with those left out that the variant is without. The real gateway has no switch for that, nor is it
 * to have one.
 */
export async function variantGateway(
  identity: ServiceIdentity,
  registry: ServiceRegistry,
  { variant, stubs, jwks }: Pick<GatewayOrder, 'variant' | 'stubs' | 'jwks'>,
): Promise<{ readonly url: string; readonly directory: DirectoryCopy }> {
  const { transport, client } = callsOf(variant, identity, registry, stubs);
  const directory = new DirectoryCopy(client);
  const desk = new AuditDesk(client);
  const supergraphSdl = readSupergraph();
  const plannedSdl = planned(supergraphSdl);
  const supergraph = await loadSupergraph(plannedSdl, sourcesOf(plannedSdl, registry, directory, transport));
  const parts = {
    tokens: new AccessTokens({ issuer: 'https://issuer.test', jwks }),
    decisions: new Decisions(ruleBundle(supergraphSdl, supergraph.schema)),
    budgets: new Budgets(null),
    tariff: new Tariff(supergraph.schema, plannedSdl),
  };
  const whole = stagesInOrder({ ...supergraph, ...parts, directory, desk, settings, place: 'gateway' });
  const stages = variant.decides ? whole : undecided(whole);
  await directory.start();
  const { url } = await serve(0, endpoints({ run: (operation) => operation(stages), name: '' }, settings), {
    drainMs: 1_000,
    sockets: settings.sockets,
  });
  return { url: `${url}/graphql`, directory };
}

function callsOf({ protects }: Variant, identity: ServiceIdentity, registry: ServiceRegistry, stubs: readonly StubAddress[]) {
  if (protects) {
    const servers: Readonly<Record<string, string>> = { JUS: 'justice', FIN: 'finance', ODA: 'hosted' };
    const seesToken = (service: string, { institution }: { readonly institution: string }) => servers[institution] === service;
    return { transport: new Transport(identity, registry, { seesToken }), client: new ServiceClient(identity, registry) };
  }
  const calls = new PlainCalls(new Map(stubs.map(({ name, plainUrl }) => [name, plainUrl])));
  return { transport: new PlainTransport(identity, registry, calls), client: calls };
}

/** The same stages, but for those that decide and weigh. */
function undecided(stages: readonly Stage[]): readonly Stage[] {
  const left = stages.filter(({ name }) => name !== 'weigh').map((stage) => (stage.name === 'authorise' ? everythingPasses : stage));
  if (left.length !== stages.length - 1 || !left.includes(everythingPasses))
    throw new Error('The stages that decide and weigh are not found.');
  return left;
}

/** Its decision is made once and told once, so that the audit trail costs what it costs with policy. */
const decision = {
  bundle: '0'.repeat(64),
  clause: null,
  digest: '0'.repeat(64),
  verdict: 'ALLOWED',
  grounds: { attributes: '{"operation":"query","standing":null,"fields":null}', refused: {} },
} as const;

const everythingPasses: Stage = {
  name: 'authorise',
  run(passage) {
    if (passage.operation === undefined) return;
    passage.verdict = { denied: new Map(), deniedRoots: new Map(), allowed: passage.operation, decision };
    passage.decision = decision;
  },
};
