import { setTimeout as pause } from 'node:timers/promises';
import { type GatewayClient, GatewayRefusal, type Speaker } from './gatewayClient.ts';

/** A command's input always carries a request id here, so that asking again never does anything twice. */
export interface RepeatableInput {
  readonly requestId: string;
  readonly [field: string]: unknown;
}

/**
 * Carries out one mutation and answers its payload. While a part of the circuit is away it asks again, with growing
 * pauses, for a minute and a half at most; any other refusal is thrown as `GatewayRefusal`.
 */
export async function command<Payload>(
  client: GatewayClient,
  by: Speaker,
  name: string,
  input: RepeatableInput,
  selection: string,
): Promise<Payload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const operation = `mutation ${type}($input: ${type}Input!) { ${name}(input: $input) { ${selection} } }`;
  const data = await patiently(() => client.read<Record<string, Payload | null>>(operation, { input }, by));
  const payload = data[name];
  if (!payload) throw new GatewayRefusal('INTERNAL', `${name} gave no payload.`);
  return payload;
}

/** Runs again what failed only because a part of the circuit was away; for a minute and a half at most. */
export async function patiently<Result>(run: () => Promise<Result>, patienceMs = 90_000): Promise<Result> {
  const end = Date.now() + patienceMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
    try {
      return await run();
    } catch (error) {
      if (!isPassing(error) || Date.now() + wait > end) throw error;
      await pause(wait);
    }
  }
}

const passing = new Set([
  'INSTITUTION_UNAVAILABLE',
  'SERVICE_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'OPERATION_TOO_SLOW',
  'BUDGET_SPENT',
  'HTTP_502',
  'HTTP_503',
  'HTTP_504',
]);

// `fetch` tells of a lost or refused connection by a TypeError, and of its time limit by a TimeoutError.
function isPassing(error: unknown): boolean {
  if (error instanceof GatewayRefusal) return passing.has(error.code);
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');
}
