import { checkServerIdentity, createSecureContext } from 'node:tls';
import { traceHeaders } from '@chancery/observability';
import { type Dispatcher, Pool } from 'undici';
import type { TlsMaterial } from './credentials.ts';
import type { ServiceIdentity } from './identity.ts';
import { type Heard, Inquiry, type InquiryBounds, patienceHeader } from './inquiry.ts';
import { type Errand, issueMandate } from './mandate.ts';
import type { ServiceRegistry } from './registry.ts';
import { requestDigest } from './requestDigest.ts';
import { Unreachable } from './unreachable.ts';

/** One request to a service of the circuit, and what its mandate says. */
export interface ServiceRequest extends Pick<Errand, 'caller' | 'record' | 'operation' | 'token'>, InquiryBounds {
  readonly path: string;
  /** JSON text to be posted; null asks by GET. */
  readonly body: string | null;
}

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
    const inquiry = new Inquiry(request);
    try {
      const { status, text } = await this.#ask(request, inquiry);
      if (status !== 200) throw new Unreachable(request.service, 'fault', `answered ${status}`, { hasBegun: true });
      return text;
    } finally {
      inquiry.close();
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
  async #ask(request: ServiceRequest, inquiry: Inquiry): Promise<Heard> {
    const known = this.#nonces.get(request.service) ?? null;
    const answer = await inquiry.put(this.#pool(request.service), this.#written(request, known));
    const { status, nonce } = answer;
    if (status !== 401 || nonce === undefined || nonce === known) return answer;
    this.#nonces.set(request.service, nonce);
    return inquiry.put(this.#pool(request.service), this.#written(request, nonce));
  }

  #written(request: ServiceRequest, nonce: string | null): Dispatcher.DispatchOptions {
    const { service, path, body, caller, record, operation, token, timeoutMs, patienceMs = timeoutMs } = request;
    const method = body === null ? 'GET' : 'POST';
    const digest = requestDigest(method, path, body ?? '');
    const mandate = issueMandate(this.#identity, { audience: service, digest, nonce, caller, record, operation, token });
    const headers = {
      ...traceHeaders(),
      authorization: `Mandate ${mandate}`,
      [patienceHeader]: String(Math.max(1, Math.floor(Math.min(timeoutMs, patienceMs)))),
      'content-type': 'application/json',
      accept: 'application/json',
    };
    return { path, method, headers, body };
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

function parse(service: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreachable(service, 'no sense');
  }
}
