import { type Caller, Refusal } from '@chancery/domain';
import { attributes, traceHeaders, withSpan } from '@chancery/observability';
import { issueMandate, type ServiceIdentity, type ServiceRegistry, Unreachable } from '@chancery/trust';
import type { GraphQLFormattedError } from 'graphql';
import { Pool } from 'undici';

/** For whom and under which record the gateway asks; one for each operation. */
export interface Commission {
  readonly caller: Caller | null;
  /** The audit record's id. */
  readonly record: string;
  readonly operation: string | null;
  /** Documents that were asked for: noted here, they go on record. */
  readonly documents: Set<string>;
  /** The mandates written for it, by service: one serves all calls of an operation. */
  readonly mandates: Map<string, Promise<string>>;
}

/** What a subgraph is asked. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** What it answers. */
export interface Reply {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

const patienceMs = 10_000;
const largestReply = 32 * 1024 * 1024;
/** What all replies to one operation may weigh together: they are in memory until its answer leaves. */
const heaviestOperation = 64 * 1024 * 1024;

/** Carries questions to services and their whole answers back, within bounds of time and size, each under a mandate. */
export class Transport {
  readonly #identity: ServiceIdentity;
  readonly #registry: ServiceRegistry;
  readonly #patienceMs: number;
  readonly #pools = new Map<string, Pool>();
  /** Bytes that were read for each operation. */
  readonly #read = new WeakMap<Commission, number>();

  constructor(identity: ServiceIdentity, registry: ServiceRegistry, options: { readonly patienceMs?: number } = {}) {
    this.#identity = identity;
    this.#registry = registry;
    this.#patienceMs = options.patienceMs ?? patienceMs;
  }

  /** Asks a service; throws `Unreachable` where it gives no whole answer. Refusals are part of an answer. */
  ask(service: string, question: Question, commission: Commission): Promise<Reply> {
    return withSpan(`subgraph ${service}`, { kind: 'client', attributes: { [attributes.peer]: service } }, async (span) => {
      const reply = await this.#post(service, JSON.stringify(question), commission);
      const code = reply.errors?.[0]?.extensions?.code;
      if (typeof code === 'string') span.refuse(code);
      return reply;
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  async #post(service: string, body: string, commission: Commission): Promise<Reply> {
    const mandate = await this.#mandate(service, commission);
    const signal = AbortSignal.timeout(this.#patienceMs);
    try {
      const reply = await this.#pool(service).request({
        path: '/graphql',
        method: 'POST',
        headers: { ...traceHeaders(), authorization: `Mandate ${mandate}`, 'content-type': 'application/json', accept: 'application/json' },
        body,
        signal,
      });
      const text = await readWhole(service, reply.body, (bytes) => this.#weigh(commission, bytes));
      if (reply.statusCode !== 200) throw new Unreachable(service, 'fault', `answered ${reply.statusCode}`);
      return asReply(service, text);
    } catch (error) {
      if (error instanceof Unreachable || error instanceof Refusal) throw error;
      throw new Unreachable(service, signal.aborted ? 'too slow' : 'no connection', error);
    }
  }

  /** Throws `OPERATION_TOO_LARGE` where one operation gathers too much. */
  #weigh(commission: Commission, bytes: number): void {
    const read = (this.#read.get(commission) ?? 0) + bytes;
    this.#read.set(commission, read);
    if (read > heaviestOperation) throw new Refusal('OPERATION_TOO_LARGE');
  }

  #mandate(audience: string, { mandates, caller, record, operation }: Commission): Promise<string> {
    const known = mandates.get(audience);
    if (known !== undefined) return known;
    const mandate = issueMandate(this.#identity, { audience, caller, record, operation });
    mandates.set(audience, mandate);
    return mandate;
  }

  #pool(service: string): Pool {
    const url = this.#registry.find(service)?.url;
    if (url === undefined) throw new Unreachable(service, 'no connection');
    const known = this.#pools.get(url);
    if (known !== undefined) return known;
    const pool = new Pool(url, { connections: 64, pipelining: 1, connect: { timeout: 2_000 }, headersTimeout: 0, bodyTimeout: 0 });
    this.#pools.set(url, pool);
    return pool;
  }
}

async function readWhole(service: string, body: AsyncIterable<Uint8Array>, weigh: (bytes: number) => void): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the body, and its connection with it.
    if (size > largestReply) throw new Unreachable(service, 'too large');
    weigh(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asReply(service: string, text: string): Reply {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    throw new Unreachable(service, 'no sense');
  }
  if (typeof reply !== 'object' || reply === null || !('data' in reply || 'errors' in reply)) throw new Unreachable(service, 'no sense');
  return reply as Reply;
}
