import { traceHeaders, withSpan } from '@chancery/observability';
import { type ServiceIdentity, type ServiceRegistry, type StopSignal, Unreachable } from '@chancery/trust';
import { Pool } from 'undici';
import type { Commission } from '../../../supergraph/gateway/sources/commission.ts';
import { type Question, type Reply, Transport } from '../../../supergraph/gateway/sources/transport.ts';

/** What the gateway's calls would be without mutual TLS and mandates, and in all else the same: it exists to be measured against. */
export class PlainTransport extends Transport {
  readonly #calls: PlainCalls;

  constructor(identity: ServiceIdentity, registry: ServiceRegistry, calls: PlainCalls) {
    super(identity, registry);
    this.#calls = calls;
  }

  override ask(service: string, question: Question, { deadline }: Commission): Promise<Reply> {
    return withSpan(`subgraph ${service}`, { kind: 'client' }, async () => {
      return (await this.#calls.send(service, JSON.stringify(question), 10_000, deadline?.signal)) as Reply;
    });
  }
}

/** Kept connections over plain HTTP, each call within a time. */
export class PlainCalls {
  readonly #pools: ReadonlyMap<string, Pool>;

  constructor(urls: ReadonlyMap<string, string>) {
    const options = { connections: 64, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
    this.#pools = new Map([...urls].map(([name, url]) => [name, new Pool(url, options)]));
  }

  async send(service: string, body: string, timeoutMs: number, signal?: StopSignal): Promise<unknown> {
    const pool = this.#pools.get(service);
    if (pool === undefined) throw new Unreachable(service, 'no connection');
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    const stop = () => controller.abort();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const headers = { ...traceHeaders(), 'content-type': 'application/json', accept: 'application/json' };
      const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body, signal: controller.signal });
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.body) chunks.push(chunk as Uint8Array);
      return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  /** As a service asks for itself. */
  async ask<T>(service: string, query: string, variables: object): Promise<T> {
    const answer = await withSpan(`call ${service}`, { kind: 'client', within: true }, () =>
      this.send(service, JSON.stringify({ query, variables }), 5_000),
    );
    return (answer as { readonly data: T }).data;
  }
}
