import { command } from '@chancery/circuit';
import type { ConsignmentState } from '@chancery/domain';
import type { TestCircuit } from '../../kit/circuit.ts';
import { holdDeliveries, holdNextAttempt } from '../../kit/heldDeliveries.ts';
import { registered } from '../../kit/walks.ts';

/** Consignments that were not delivered: held back, called back, and two of which the recipient is away. */
export async function undelivered(circuit: TestCircuit) {
  const exchange = circuit.databaseUrl('exchange');
  const send = async (facts: object = {}): Promise<string> => {
    const desk = circuit.desk();
    const { id: documentId } = await registered(desk);
    const input = { documentId, to: ['MOH'], requestId: `${desk.requests}:dispatch`, ...facts };
    const selection = 'dispatch { consignments { id } }';
    type Payload = { readonly dispatch: { readonly consignments: readonly { readonly id: string }[] } };
    const { dispatch } = await command<Payload>(desk.client, desk.cast('JUS', 'REGISTRAR'), 'dispatchDocument', input, selection);
    return dispatch.consignments[0]?.id ?? '';
  };
  const held = await holdDeliveries(exchange, 'MOH');
  const [ACCEPTED, WITHDRAWN] = await Promise.all([send(), send()]);
  await held.end();
  const input = { consignmentId: WITHDRAWN, reason: 'Sent too early.', requestId: 'stage:call-back' };
  await command(circuit.gateway, circuit.desk().cast('JUS', 'REGISTRAR'), 'withdrawConsignment', input, 'consignment { id }');

  await circuit.services.stop('health');
  const [IN_TRANSIT, EXPIRED] = await Promise.all([send(), send({ expiresAt: new Date(Date.now() + 4_000) })]);
  await Promise.all([attempted(circuit, IN_TRANSIT, 'IN_TRANSIT'), attempted(circuit, EXPIRED, 'EXPIRED')]);
  await holdNextAttempt(exchange, IN_TRANSIT);
  await circuit.services.start('health');
  return { ACCEPTED, WITHDRAWN, IN_TRANSIT, EXPIRED };
}

/** Waits until a consignment is in a state, and its last attempt has failed. */
async function attempted(circuit: TestCircuit, id: string, state: ConsignmentState): Promise<void> {
  const query = 'query Attempts($id: ID!) { consignment(id: $id) { state attempts { outcome } } }';
  type Data = { readonly consignment: { readonly state: string; readonly attempts: readonly { readonly outcome: string | null }[] } };
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const { consignment } = await circuit.gateway.read<Data>(query, { id }, circuit.desk().cast('JUS', 'REGISTRAR'));
    if (consignment.state === state && consignment.attempts.at(-1)?.outcome === 'UNREACHABLE') return;
  }
  throw new Error(`${id} is not ${state}.`);
}
