import { setTimeout as pause } from 'node:timers/promises';
import type { ConsignmentState } from '@chancery/domain';
import { patiently } from './command.ts';
import type { GatewayClient, Speaker } from './gatewayClient.ts';

/** A consignment was not delivered in the time that was given. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
}

/** Waits until a consignment is on its way no more, looking at growing intervals; answers the state that it then has. */
export async function settled(client: GatewayClient, by: Speaker, consignmentId: string, patienceMs = 60_000): Promise<ConsignmentState> {
  const end = Date.now() + patienceMs;
  for (let wait = 50; Date.now() < end; wait = Math.min(wait * 1.5, 1_000)) {
    const state = await stateOf(client, by, consignmentId);
    if (state !== 'ACCEPTED' && state !== 'IN_TRANSIT') return state;
    await pause(wait);
  }
  throw new NotDelivered(`${consignmentId} was not delivered in ${patienceMs / 1000} s.`);
}

async function stateOf(client: GatewayClient, by: Speaker, id: string): Promise<ConsignmentState> {
  const query = 'query ConsignmentState($id: ID!) { consignment(id: $id) { state } }';
  const { consignment } = await patiently(() => client.read<{ consignment: { state: ConsignmentState } }>(query, { id }, by));
  return consignment.state;
}
