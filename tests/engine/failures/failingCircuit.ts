import type { RunningGateway } from '@chancery/supergraph';
import { ServiceRegistry } from '@chancery/trust';
import { usualSettings } from '../../../supergraph/gateway/settings.ts';
import { ask, type Heard } from '../../kit/asking.ts';
import { cast, type StandInCircuit, startStandIns } from '../../kit/standInCircuit.ts';
import { type BadService, badService } from './badService.ts';

/** Less than an operation may take, and more than a busy machine is late. */
const PATIENCE_MS = 3_000;

/** A circuit in which one institution, FIN, does what a test says. */
export interface FailingCircuit {
  readonly finance: BadService;
  readonly circuit: StandInCircuit;
  readonly gateway: RunningGateway;
  /** As a clerk of JUS. */
  ask(query: string, variables?: object): Promise<Heard>;
  close(): Promise<void>;
}

export async function startFailing(services: Partial<typeof usualSettings.services> = {}): Promise<FailingCircuit> {
  // What an institution does not answer is missing here, and nothing stands in for it.
  const circuit = await startStandIns({ withCards: false });
  const played = cast(circuit.trail).find(({ name }) => name === 'finance');
  if (played === undefined) throw new Error('Nobody plays finance.');
  const finance = await badService(played);
  const entries = circuit.entries.map((entry) => (entry.name === 'finance' ? { ...entry, url: finance.url } : entry));
  const settings = { services: { ...usualSettings.services, patienceMs: PATIENCE_MS, ...services } };
  const gateway = await circuit.startAs({ registry: new ServiceRegistry(entries), settings });
  return {
    finance,
    circuit,
    gateway,
    ask: async (query, variables = {}) => ask(`${gateway.url}/graphql`, { query, variables, token: await circuit.token('s.sign', 'JUS') }),
    close: async () => {
      await gateway.close();
      await finance.close();
      await circuit.close();
    },
  };
}
