import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { RunningGateway } from '../../supergraph/gateway/startGateway.ts';
import { type StandInCircuit, startStandIns } from './standInCircuit.ts';

/** What all tests of a file share, once its hooks have run. */
export let circuit: StandInCircuit;
const others: RunningGateway[] = [];

/** Starts a gateway over stand-ins for a file, and closes it after its last test. Each test begins with an empty record, and services that nobody has asked. */
export function standInsOfFile(): void {
  beforeAll(async () => {
    circuit = await startStandIns();
  });
  beforeEach(() => {
    circuit.trail.records.length = 0;
    circuit.trail.isUp = true;
    for (const service of circuit.services.values()) service.asked.length = 0;
  });
  afterAll(async () => {
    await Promise.all(others.splice(0).map((gateway) => gateway.close()));
    await circuit.close();
  });
}

/** Another gateway over the same stand-ins, as an operator has set it; answers where it is. It is closed with the first. */
export async function gatewayAs(options: Parameters<StandInCircuit['startAs']>[0]): Promise<string> {
  const started = await circuit.startAs(options);
  others.push(started);
  return `${started.url}/graphql`;
}

interface AskOptions {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: object;
  readonly institution?: string;
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: { readonly code: string };
  }[];
}

/** What the gateway answers to an official of JUS, or to nobody. */
export async function ask(
  official: string | null,
  query: string,
  { url = circuit.gateway.url, headers = {}, variables = {}, institution = 'JUS' }: AskOptions = {},
) {
  const authorization = official === null ? {} : { authorization: `Bearer ${await circuit.token(official, institution)}` };
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await answer.json()) as Body;
  return { status: answer.status, headers: answer.headers, body, data: body.data, errors: body.errors };
}

/** What a service was asked in this test. */
export const asked = (name: string) => circuit.services.get(name)?.asked ?? [];

/** What a service was asked for an official, and the token that came with it. */
export const shown = (name: string) =>
  asked(name).flatMap(({ mandate, query }) =>
    mandate.caller === null ? [] : [[query.startsWith('mutation') ? 'mutation' : 'query', mandate.token]],
  );
