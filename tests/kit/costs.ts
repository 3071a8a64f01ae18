import { callsChannel, type ServiceRequest } from '@chancery/trust';
import type { TestCircuit } from './circuit.ts';
import { statementsFor } from './statements.ts';

/** What an operation costs a service: how often it is called, and how many statements it sends to its database. */
export interface Cost {
  readonly calls: number;
  readonly statements: number;
}

const services = ['directory', 'exchange', 'catalogue', 'audit', 'justice', 'finance', 'health', 'hosted'] as const;

/** What an operation of this name costs each service that it touches. Subgraphs are asked by names that begin with the operation's, or by several questions in one, which have none. */
export async function costsOf(
  circuit: TestCircuit,
  operation: string,
  run: () => Promise<unknown>,
): Promise<Readonly<Record<string, Cost>>> {
  const called: string[] = [];
  const note = (message: unknown): void => {
    const { service, body } = message as ServiceRequest;
    const text = body === null || typeof body === 'string' ? (body ?? '') : body.operation.text;
    if (text.includes(`${operation}__`) || text.includes('e0:_entities(')) called.push(service);
  };
  callsChannel.subscribe(note);
  const sent = await statementsFor(run).finally(() => callsChannel.unsubscribe(note));
  const costs = services.map((name) => {
    const own = new URL(circuit.databaseUrl(name)).pathname.slice(1);
    const calls = called.filter((service) => service === name).length;
    return [name, { calls, statements: sent.filter(({ database }) => database === own).length }] as const;
  });
  return Object.fromEntries(costs.filter(([, { calls, statements }]) => calls + statements > 0));
}
