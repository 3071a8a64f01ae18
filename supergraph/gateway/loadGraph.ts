import { ruleBundle } from '@chancery/policy';
import type { ServiceRegistry } from '@chancery/trust';
import { Tariff } from './cost/tariff.ts';
import { Decisions } from './operation/decisions.ts';
import type { GraphText, LoadedGraph } from './servedGraph.ts';
import { placesOf } from './sources/places.ts';
import { sourcesOf } from './sources/sources.ts';
import type { Transport } from './sources/transport.ts';
import { type StageParts, stagesInOrder } from './stagesInOrder.ts';
import { loadSupergraph, planned } from './supergraphExecutor.ts';

/** What a gateway has, whichever graph it serves. */
export interface GatewayParts extends Pick<StageParts, 'tokens' | 'directory' | 'desk' | 'budgets' | 'settings' | 'place'> {
  readonly registry: ServiceRegistry;
  readonly transport: Transport;
}

/** Loads a graph for a gateway: its planner, its rules, its prices, and the stages over it. Throws where it cannot be loaded. */
export async function loadGraph({ supergraphSdl, operations }: GraphText, parts: GatewayParts): Promise<LoadedGraph> {
  const { registry, transport, ...common } = parts;
  const plannedSdl = planned(supergraphSdl);
  const engine = common.settings.engine === 'apollo' ? 'apollo' : placesOf(plannedSdl, registry, common.directory, transport);
  const supergraph = await loadSupergraph(plannedSdl, sourcesOf(plannedSdl, registry, common.directory, transport), engine);
  const decisions = new Decisions(ruleBundle(supergraphSdl, supergraph.schema));
  const tariff = new Tariff(supergraph.schema, plannedSdl);
  const stages = stagesInOrder({ ...common, ...supergraph, operations, decisions, tariff });
  return { stages, decisions, close: supergraph.close };
}
