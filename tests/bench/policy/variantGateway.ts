import { ruleBundle } from '@chancery/policy';
import { readSupergraph } from '@chancery/schema';
import { AccessTokens, DirectoryCopy, ServiceClient, type ServiceIdentity, type ServiceRegistry } from '@chancery/trust';
import { AuditDesk } from '../../../supergraph/gateway/auditDesk.ts';
import { Budgets } from '../../../supergraph/gateway/budget/budgets.ts';
import { Tariff } from '../../../supergraph/gateway/cost/tariff.ts';
import { endpoints } from '../../../supergraph/gateway/http/endpoints.ts';
import { serve } from '../../../supergraph/gateway/http/server.ts';
import { Decisions } from '../../../supergraph/gateway/operation/decisions.ts';
import { Preparation } from '../../../supergraph/gateway/operation/prepare.ts';
import { TrustedOperations } from '../../../supergraph/gateway/operation/trustedOperations.ts';
import type { Stage } from '../../../supergraph/gateway/passage.ts';
import { usualSettings } from '../../../supergraph/gateway/settings.ts';
import { sourcesOf } from '../../../supergraph/gateway/sources/sources.ts';
import { Transport } from '../../../supergraph/gateway/sources/transport.ts';
import { admit } from '../../../supergraph/gateway/stages/admit.ts';
import { authenticate } from '../../../supergraph/gateway/stages/authenticate.ts';
import { authorise } from '../../../supergraph/gateway/stages/authorise.ts';
import { closeRecord } from '../../../supergraph/gateway/stages/closeRecord.ts';
import { execute } from '../../../supergraph/gateway/stages/execute.ts';
import { limit } from '../../../supergraph/gateway/stages/limit.ts';
import { openRecord } from '../../../supergraph/gateway/stages/openRecord.ts';
import { prepare } from '../../../supergraph/gateway/stages/prepare.ts';
import { project } from '../../../supergraph/gateway/stages/project.ts';
import { respond } from '../../../supergraph/gateway/stages/respond.ts';
import { weigh } from '../../../supergraph/gateway/stages/weigh.ts';
import { loadSupergraph, planned } from '../../../supergraph/gateway/supergraphExecutor.ts';
import { PlainCalls, PlainTransport } from './plainTransport.ts';
import type { GatewayOrder, StubAddress, Variant } from './variants.ts';

/** As much as a bench asks for in a minute is not what a budget is for. */
const settings = { ...usualSettings, callerBudget: 10 ** 9, institutionBudget: 10 ** 9 };

/**
 * A gateway composed of the real one's own stages in the order of startGateway.ts, with those left out that the variant is without.
 * The real gateway has no switch for that, nor is it to have one.
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
  const { schema, execute: run } = await loadSupergraph(plannedSdl, sourcesOf(plannedSdl, registry, directory, transport));
  const decisions = new Decisions(ruleBundle(supergraphSdl, schema));
  const budgets = new Budgets(null);
  const preparation = new Preparation(schema);
  const stages = [
    authenticate(new AccessTokens({ issuer: 'https://issuer.test', jwks }), directory),
    admit(new TrustedOperations(preparation), budgets, settings),
    prepare(preparation),
    limit(),
    ...(variant.decides
      ? [authorise(schema, decisions, 'embedded'), weigh(new Tariff(schema, plannedSdl), budgets, settings)]
      : [everythingPasses]),
    openRecord(desk, 'gateway'),
    execute(run, settings.deadlineMs),
    project(schema),
    closeRecord(desk, 'gateway', decisions),
    respond('embedded'),
  ];
  await directory.start();
  const { url } = await serve(0, endpoints(stages, settings), { sockets: settings.sockets });
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
