import { parseOfficialId } from '@chancery/domain';
import { command, patiently } from '../client/command.ts';
import type { GatewayClient } from '../client/gatewayClient.ts';
import { demoCast } from './cast.ts';

/** The Ministry of Health's archivist keeps the registers while the registrar is on leave. */
const standIn = parseOfficialId('MOH:n.klymenko');
const days = 30;

const question = 'query StandIn($id: ID!) { official(id: $id) { delegations(first: 1) { edges { node { id } } } } }';
type Received = { readonly official: { readonly delegations: { readonly edges: readonly unknown[] } } };

/** Lets the demonstration have one official who stands in for another (§2.5). It is given once: whoever ends it finds it ended. */
export async function plantDelegation(gateway: GatewayClient): Promise<void> {
  const registrar = demoCast('MOH', 'REGISTRAR');
  const { official } = await patiently(() => gateway.read<Received>(question, { id: standIn }, registrar));
  if (official.delegations.edges.length > 0) return;
  const to = new Date(Date.now() + days * 86_400_000).toISOString();
  const input = { official: standIn, duty: 'REGISTRAR', to, requestId: `seed:stand-in:${to}` };
  await command(gateway, registrar, 'delegateDuty', input, 'delegation { id }');
}
