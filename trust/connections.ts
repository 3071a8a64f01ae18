import { checkServerIdentity, createSecureContext } from 'node:tls';
import { Refusal } from '@chancery/domain';
import { traceHeaders } from '@chancery/observability';
import { type Dispatcher, Pool } from 'undici';
import type { TlsMaterial } from './credentials.ts';
import type { ServiceIdentity } from './identity.ts';
import { type Errand, issueMandate } from './mandate.ts';
import { nonceHeader } from './mandateGuard.ts';
import type { ServiceRegistry } from './registry.ts';
import { requestDigest } from './requestDigest.ts';
import { Unreachable, type UnreachableReason } from './unreachable.ts';

/** One request to a service of the circuit, and what its mandate says. */
export interface ServiceRequest extends Pick<Errand, 'caller' | 'record' | 'operation' | 'token'> {
  readonly service: string;
  readonly path: string;
  /** JSON text to be posted; null asks by GET. */
  readonly body: string | null;
  /** How long the whole of it may take. */
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how many bytes have come; a refusal that it throws ends the request. */
  readonly weigh?: (bytes: number) => void;
}

type Response = Dispatcher.ResponseData;

const largestAnswer = 32 * 1024 * 1024;
const healthMs = 2_000;
/** With the handshake, of which both sides may have many at once when a service has started anew. */
const connectMs = 5_000;

/**
 * Kept connections of one service to the others of its circuit, over mutual TLS 1.3; each request carries a mandate of its own and has bounds
 * of time and size.
 */
export class Connections {
  readonly #identity: ServiceIdentity;
  readonly #registry: ServiceRegistry;
  readonly #lines = new Map<string, Line>();
  /** Lines under an earlier certificate or to an earlier address: what is under way on them ends there. */
  readonly #retired = new Set<Pool>();
  readonly #nonces = new Map<string, string>();

  constructor(identity: ServiceIdentity, registry: ServiceRegistry) {
    this.#identity = identity;
    this.#registry = registry;
  }

  /** The JSON that a service answers; throws `Unreachable` where that is not a whole answer with status 200. */
  async send(request: ServiceRequest): Promise<unknown> {
    return parse(request.service, await this.text(request));
  }

  /** The same, as text that nobody has read yet. */
  async text(request: ServiceRequest): Promise<string> {
    const limit = deadline(request);
    try {
      const { statusCode, body } = await this.#ask(request, limit.signal);
      const text = await readWhole(body, request);
      if (statusCode !== 200) throw new Unreachable(request.service, 'fault', `answered ${statusCode}`);
      return text;
    } catch (error) {
      if (error instanceof Unreachable || error instanceof Refusal) throw error;
      throw new Unreachable(request.service, limit.reason() ?? 'no connection', error);
    } finally {
      limit.clear();
    }
  }

  /** Whether a service answers now, by its certificate the right one. */
  async isWell(service: string): Promise<boolean> {
    try {
      const { statusCode, body } = await this.#pool(service).request({
        path: '/healthz',
        method: 'GET',
        signal: AbortSignal.timeout(healthMs),
      });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }

  /** Ends all connections; requests under way end as `Unreachable`. */
  async close(): Promise<void> {
    const pools = [...[...this.#lines.values()].map(({ pool }) => pool), ...this.#retired];
    this.#lines.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  // A service that has started anew refuses what was written for its earlier run, and says what the new one is called. Nothing was done yet.
  async #ask(request: ServiceRequest, signal: AbortSignal): Promise<Response> {
    const nonce = this.#nonces.get(request.service) ?? null;
    const answer = await this.#post(request, nonce, signal);
    const told = answer.statusCode === 401 ? answer.headers[nonceHeader] : undefined;
    if (typeof told !== 'string' || told === nonce) return answer;
    await answer.body.dump();
    this.#nonces.set(request.service, told);
    return this.#post(request, told, signal);
  }

  #post({ service, path, body, caller, record, operation, token }: ServiceRequest, nonce: string | null, signal: AbortSignal) {
    const method = body === null ? 'GET' : 'POST';
    const digest = requestDigest(method, path, body ?? '');
    const mandate = issueMandate(this.#identity, { audience: service, digest, nonce, caller, record, operation, token });
    const headers = {
      ...traceHeaders(),
      authorization: `Mandate ${mandate}`,
      'content-type': 'application/json',
      accept: 'application/json',
    };
    return this.#pool(service).request({ path, method, headers, body, signal });
  }

  #pool(service: string): Pool {
    const url = this.#registry.find(service)?.url;
    if (url?.startsWith('https:') !== true) throw new Unreachable(service, 'no connection');
    const material = this.#identity.credentials.current;
    const known = this.#lines.get(service);
    if (known?.url === url && known.material === material) return known.pool;
    if (known !== undefined) this.#retire(known.pool);
    const pool = open(service, url, material);
    this.#lines.set(service, { url, material, pool });
    return pool;
  }

  #retire(pool: Pool): void {
    this.#retired.add(pool);
    const forget = () => this.#retired.delete(pool);
    pool.close().then(forget, forget);
  }
}

/** The connections to one service at one address, under one certificate. */
interface Line {
  readonly url: string;
  readonly material: TlsMaterial;
  readonly pool: Pool;
}

// Both sides look at each other's certificate in every handshake: none is cut short by an earlier one.
function open(service: string, url: string, { cert, key, ca }: TlsMaterial): Pool {
  return new Pool(url, {
    connections: 64,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: connectMs,
      maxCachedSessions: 0,
      servername: service,
      secureContext: createSecureContext({ cert, key, ca, minVersion: 'TLSv1.3' }),
      rejectUnauthorized: true,
      checkServerIdentity: (_host, certificate) => checkServerIdentity(service, certificate),
    },
  });
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
