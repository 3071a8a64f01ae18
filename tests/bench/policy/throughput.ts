import { trustedOperations } from '@chancery/schema';
import { Pool } from 'undici';
import { newService } from '../../kit/authority.ts';
import { cast, opinion, startIssuer } from '../../kit/standInCircuit.ts';
import type { Say } from '../bench.ts';
import { type Child, startChild } from '../childProcess.ts';
import { type GatewayOrder, type ServiceOrder, type StubAddress, type StubsOrder, type VariantName, variants } from './variants.ts';

const CLIENTS = 8;
const WARM_OPERATIONS = 1_000;
const MEASURED_OPERATIONS = 200;
const ROUNDS = 15;

// Short turns and many of them: what else the machine does then meets all variants alike.

/** One variant in one round. */
interface Turn {
  readonly perSecond: number;
  /** Processor time of its own process for one operation, in microseconds. */
  readonly gatewayUs: number;
  /** The same of the stubs' process. */
  readonly stubsUs: number;
  /** Calls to the stubs for one operation. */
  readonly calls: number;
}

/** What the variants cost, round by round, and how many calls to subgraphs one operation makes. */
export interface Throughput {
  readonly turns: ReadonlyMap<VariantName, readonly Turn[]>;
  readonly callsPerOperation: number;
}

/** All variants side by side over the same stubs, in turns: each is a process of its own, and so are the stubs. */
export async function measureThroughput(say: Say): Promise<Throughput> {
  const issuer = await startIssuer();
  const gateway = await orderFor('gateway', 'gateway');
  const services = await Promise.all(cast({ records: [], isUp: true }).map(({ name, role }) => orderFor(name, role)));
  const stubs = await startChild<readonly StubAddress[]>(new URL('./stubsProcess.ts', import.meta.url), {
    gateway,
    services,
  } satisfies StubsOrder);
  const gateways = new Map<VariantName, Child<string>>();
  try {
    for (const variant of variants) {
      const order: GatewayOrder = { variant, identity: gateway, stubs: stubs.ready, jwks: issuer.jwks };
      gateways.set(variant.name, await startChild<string>(new URL('./gatewayProcess.ts', import.meta.url), order));
    }
    return await rounds(gateways, stubs, await issuer.token('s.sign', 'JUS'), say);
  } finally {
    for (const child of [...gateways.values(), stubs]) await child.stop();
    issuer.forget();
  }
}

async function rounds(
  gateways: ReadonlyMap<VariantName, Child<string>>,
  stubs: Child<unknown>,
  token: string,
  say: Say,
): Promise<Throughput> {
  const turns = new Map<VariantName, Turn[]>(variants.map(({ name }) => [name, []]));
  let calls = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    // Who comes first changes, so that nobody always has what the one before has left.
    const order = [...gateways].map((_, at, all) => all[(at + round) % all.length]).flatMap((each) => (each === undefined ? [] : [each]));
    for (const [name, gateway] of order) {
      const turn = await takeTurn(gateway, stubs, token, round === 0 ? WARM_OPERATIONS : MEASURED_OPERATIONS);
      if (round === 0) continue;
      turns.get(name)?.push(turn);
      if (name === 'full') calls += turn.calls / ROUNDS;
    }
    const told = [...turns].map(([name, each]) => `${name} ${each.at(-1)?.gatewayUs.toFixed(0) ?? '-'}`).join(', ');
    say(round === 0 ? 'warmed up' : `round ${round} of ${ROUNDS}, µs of the gateway for one operation: ${told}`);
  }
  return { turns, callsPerOperation: calls };
}

async function takeTurn({ ready: url, usage }: Child<string>, stubs: Child<unknown>, token: string, operations: number): Promise<Turn> {
  const pool = new Pool(new URL(url).origin, { connections: CLIENTS });
  const before = { gateway: await usage(), stubs: await stubs.usage() };
  const began = performance.now();
  let left = operations;
  const client = async () => {
    while (left-- > 0) await ask(pool, token, left);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - began) / 1_000;
  const after = { gateway: await usage(), stubs: await stubs.usage() };
  await pool.close();
  return {
    perSecond: operations / seconds,
    gatewayUs: (after.gateway.processorUs - before.gateway.processorUs) / operations,
    stubsUs: (after.stubs.processorUs - before.stubs.processorUs) / operations,
    calls: (after.stubs.calls - before.stubs.calls) / operations,
  };
}

/** Taken in turn: a command, one document with its content, a list of documents from three institutions. */
const asked = [
  { name: 'SignDocument', variables: { input: { documentId: opinion, requestId: 'bench' } } },
  { name: 'Document', variables: { id: opinion } },
  { name: 'Documents', variables: { first: 5 } },
].map(({ name, variables }) => {
  const query = trustedOperations().find((each) => each.name === name)?.body;
  if (query === undefined) throw new Error(`${name} is not published.`);
  return JSON.stringify({ query, variables });
});

/** A machine with other work may keep the audit trail waiting longer than the gateway does: then it is asked again. */
async function ask(pool: Pool, token: string, number: number): Promise<void> {
  const body = asked[number % asked.length] ?? '';
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  for (let tries = 1; ; tries++) {
    const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
    const text = await answer.body.text();
    // A refusal would be cheaper than what is to be measured.
    if (text.startsWith('{"data":{') && !text.includes('"errors"')) return;
    if (tries === 5 || !text.includes('AUDIT_UNAVAILABLE')) throw new Error(`${answer.statusCode} ${text.slice(0, 500)}`);
  }
}

async function orderFor(name: string, role: ServiceOrder['role']): Promise<ServiceOrder> {
  const { identity, publicKey } = await newService(name, role);
  return { name, role, privateKey: identity.privateKey, publicKey, material: identity.credentials.current };
}
