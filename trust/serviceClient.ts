import { type Caller, type ExchangeEvent, Refusal, type RefusalCode, refusals } from '@chancery/domain';
import { attributes, traceHeaders, withSpan } from '@chancery/observability';
import { Pool } from 'undici';
import type { ServiceIdentity } from './identity.ts';
import { issueMandate, mandateSeconds } from './mandate.ts';
import type { ServiceRegistry } from './registry.ts';
import { Unreachable, type UnreachableReason } from './unreachable.ts';

/** How one call is made. */
export interface AskOptions {
  /** The official on whose behalf; nobody unless said. */
  readonly caller?: Caller | null;
  /** The audit record that was opened for it. */
  readonly record?: string | null;
  /** How long the whole call may take; 5 seconds unless said. */
  readonly timeoutMs?: number;
}

interface Call {
  readonly service: string;
  readonly path: string;
  readonly operation: string | null;
  readonly body: string | null;
  readonly caller: Caller | null;
  readonly record: string | null;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const largestAnswer = 32 * 1024 * 1024;

/** Calls other services of the circuit, each call under a mandate of its own service and within bounds of time and size. */
export class ServiceClient {
  readonly #identity: ServiceIdentity;
  readonly #registry: ServiceRegistry;
  readonly #pools = new Map<string, Pool>();
  readonly #ownMandates = new Map<string, { readonly jws: Promise<string>; readonly until: number }>();

  constructor(identity: ServiceIdentity, registry: ServiceRegistry) {
    this.#identity = identity;
    this.#registry = registry;
  }

  /**
   * The data of a GraphQL operation. Throws `Refusal` where the service refused with a code of the catalogue, and `Unreachable`
   * where it gave no whole answer; then it may still have done it.
   */
  async ask<T>(service: string, query: string, variables: object, options: AskOptions = {}): Promise<T> {
    const { caller = null, record = null, timeoutMs = 5_000 } = options;
    const operation = /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? null;
    const body = JSON.stringify({ query, variables });
    const call = { service, path: '/graphql', operation, body, caller, record, timeoutMs };
    return this.#call(call, (answer) => dataOf<T>(service, answer));
  }

  /** The events of a service after a position; waits up to `waitMs` for the first. Throws `Unreachable`. */
  async events(
    service: string,
    after: number,
    first: number,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<{ readonly events: readonly ExchangeEvent[] }> {
    const path = `/events?after=${after}&first=${first}&wait=${waitMs}`;
    const call = { service, path, operation: 'events', body: null, caller: null, record: null, timeoutMs: waitMs + 5_000, signal };
    return this.#call(call, (answer) => {
      if (!isRecord(answer) || !Array.isArray(answer.events)) throw new Unreachable(service, 'no sense');
      return { events: answer.events };
    });
  }

  /** Ends all connections; calls under way end as `Unreachable`. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #call<T>(call: Call, read: (answer: unknown) => T): Promise<T> {
    const noted = { [attributes.peer]: call.service, ...(call.operation === null ? {} : { [attributes.operation]: call.operation }) };
    return withSpan(`call ${call.service}`, { kind: 'client', attributes: noted, within: true }, async () => {
      const { url } = this.#registry.entry(call.service);
      const mandate = await this.#mandate(call);
      return read(parse(call.service, await this.#exchange(call, url, mandate)));
    });
  }

  /** One HTTP request and its whole answer. */
  async #exchange(call: Call, url: string, mandate: string): Promise<string> {
    const limit = deadline(call);
    try {
      const { statusCode, body } = await this.#pool(url).request({
        path: call.path,
        method: call.body === null ? 'GET' : 'POST',
        headers: { ...traceHeaders(), authorization: `Mandate ${mandate}`, 'content-type': 'application/json', accept: 'application/json' },
        body: call.body,
        signal: limit.signal,
      });
      const text = await readWhole(body, call.service);
      if (statusCode !== 200) throw new Unreachable(call.service, 'fault', `answered ${statusCode}`);
      return text;
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      throw new Unreachable(call.service, limit.reason() ?? 'no connection', error);
    } finally {
      limit.clear();
    }
  }

  #pool(url: string): Pool {
    const known = this.#pools.get(url);
    if (known !== undefined) return known;
    const pool = new Pool(url, { connections: 64, pipelining: 1, connect: { timeout: 2_000 }, headersTimeout: 0, bodyTimeout: 0 });
    this.#pools.set(url, pool);
    return pool;
  }

  // What a service asks for itself says the same for a while: such a mandate serves half its time.
  #mandate({ service: audience, caller, record, operation }: Call): Promise<string> {
    if (caller !== null || record !== null) return issueMandate(this.#identity, { audience, caller, record, operation });
    const about = `${audience} ${operation}`;
    const known = this.#ownMandates.get(about);
    if (known !== undefined && known.until > Date.now()) return known.jws;
    const jws = issueMandate(this.#identity, { audience, caller, record, operation });
    this.#ownMandates.set(about, { jws, until: Date.now() + (mandateSeconds / 2) * 1_000 });
    return jws;
  }
}

/** One signal for the call's time and its caller's patience, and which of them ended it. */
function deadline({ timeoutMs, signal }: Call): { signal: AbortSignal; reason(): UnreachableReason | undefined; clear(): void } {
  const controller = new AbortController();
  let reason: UnreachableReason | undefined;
  const end = (why: UnreachableReason) => {
    reason ??= why;
    controller.abort();
  };
  const timer = setTimeout(end, timeoutMs, 'too slow');
  const stop = () => end('stopped');
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    reason: () => reason,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    },
  };
}

async function readWhole(body: AsyncIterable<Uint8Array>, service: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the body, and its connection with it.
    if (size > largestAnswer) throw new Unreachable(service, 'too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(service: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreachable(service, 'no sense');
  }
}

function dataOf<T>(service: string, answer: unknown): T {
  if (!isRecord(answer)) throw new Unreachable(service, 'no sense');
  const errors = Array.isArray(answer.errors) ? answer.errors : [];
  for (const error of errors) {
    const refusal = refusalOf(error);
    if (refusal !== undefined) throw refusal;
  }
  if (errors.length > 0) throw new Unreachable(service, 'fault', errors);
  if (!isRecord(answer.data)) throw new Unreachable(service, 'no sense');
  return answer.data as T;
}

/** The refusal that a GraphQL error tells of; its message is ours, with the detail and the narrower clause that the service added. */
function refusalOf(error: unknown): Refusal | undefined {
  const code = isRecord(error) && isRecord(error.extensions) ? error.extensions.code : undefined;
  if (!isRecord(error) || !isRefusalCode(code)) return undefined;
  const usual = `${refusals[code].message} `;
  const said =
    typeof error.message === 'string' && error.message.startsWith(usual) ? error.message.slice(usual.length, usual.length + 300) : '';
  return new Refusal(code, said === '' ? undefined : said, clauseOf(error.extensions));
}

/** The clause that the service named, where it has the form of one; else the code's own. */
function clauseOf(extensions: unknown): string | undefined {
  const clause = isRecord(extensions) ? extensions.clause : undefined;
  return typeof clause === 'string' && /^\d{1,2}(\.\d{1,2}){0,3}$/.test(clause) ? clause : undefined;
}

const isRefusalCode = (code: unknown): code is RefusalCode => typeof code === 'string' && Object.hasOwn(refusals, code);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
