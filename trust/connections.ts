import { Refusal } from '@chancery/domain';
import { traceHeaders } from '@chancery/observability';
import { Pool } from 'undici';
import type { ServiceRegistry } from './registry.ts';
import { Unreachable, type UnreachableReason } from './unreachable.ts';

/** One request to a service of the circuit. */
export interface ServiceRequest {
  readonly service: string;
  readonly path: string;
  /** JSON text to be posted; null asks by GET. */
  readonly body: string | null;
  readonly mandate: string;
  /** How long the whole of it may take. */
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how many bytes have come; a refusal that it throws ends the request. */
  readonly weigh?: (bytes: number) => void;
}

const largestAnswer = 32 * 1024 * 1024;

/** Kept connections to the services of a circuit; each request has bounds of time and size. */
export class Connections {
  readonly #registry: ServiceRegistry;
  readonly #pools = new Map<string, Pool>();

  constructor(registry: ServiceRegistry) {
    this.#registry = registry;
  }

  /** The JSON that a service answers; throws `Unreachable` where that is not a whole answer with status 200. */
  async send(request: ServiceRequest): Promise<unknown> {
    const limit = deadline(request);
    try {
      const { statusCode, body } = await this.#pool(request.service).request({
        path: request.path,
        method: request.body === null ? 'GET' : 'POST',
        headers: {
          ...traceHeaders(),
          authorization: `Mandate ${request.mandate}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: request.body,
        signal: limit.signal,
      });
      const text = await readWhole(body, request);
      if (statusCode !== 200) throw new Unreachable(request.service, 'fault', `answered ${statusCode}`);
      return parse(request.service, text);
    } catch (error) {
      if (error instanceof Unreachable || error instanceof Refusal) throw error;
      throw new Unreachable(request.service, limit.reason() ?? 'no connection', error);
    } finally {
      limit.clear();
    }
  }

  /** Ends all connections; requests under way end as `Unreachable`. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
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

/** One signal for the request's time and its asker's patience, and which of them ended it. */
function deadline({ timeoutMs, signal }: ServiceRequest): { signal: AbortSignal; reason(): UnreachableReason | undefined; clear(): void } {
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

async function readWhole(body: AsyncIterable<Uint8Array>, { service, weigh }: ServiceRequest): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the body, and its connection with it.
    if (size > largestAnswer) throw new Unreachable(service, 'too large');
    weigh?.(chunk.length);
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
