import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkServerIdentity } from 'node:tls';
import { traceHeaders } from '@chancery/observability';
import type { TlsMaterial } from './credentials.ts';
import type { ServiceIdentity } from './identity.ts';
import { type Errand, issueMandate } from './mandate.ts';
import { nonceHeader } from './mandateGuard.ts';
import type { ServiceRegistry } from './registry.ts';
import { requestDigest } from './requestDigest.ts';
import { Unreachable } from './unreachable.ts';

/** After so long without a byte a transfer is broken off, and after so long in any case; in milliseconds. */
export const stalledMs = 30_000;
export const longestTransferMs = 3_600_000;

/** Bytes to bring to a service of the circuit, or to fetch from it. */
export interface Transfer extends Pick<Errand, 'caller' | 'record' | 'operation' | 'token'> {
  readonly service: string;
  /** All that is to be said: the mandate is for method and path. */
  readonly path: string;
  /** What is put there; null gets. It is read only once the service has said that it takes it. */
  readonly body: Readable | null;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Carries bytes between services as they come, over mutual TLS 1.3 with a mandate, as `Connections` carries questions: those are whole texts in
 * memory, these never are. A body waits for `100 Continue`: to whoever refuses the mandate no byte of it goes.
 */
export class Transfers {
  readonly #identity: ServiceIdentity;
  readonly #registry: ServiceRegistry;
  readonly #nonces = new Map<string, string>();
  /** Since when calls to a service have found no connection, without an answer between. */
  readonly #away = new Map<string, Date>();
  #agent: { readonly material: TlsMaterial; readonly agent: Agent } | undefined;

  constructor(identity: ServiceIdentity, registry: ServiceRegistry) {
    this.#identity = identity;
    this.#registry = registry;
  }

  /** What the service answers, of whatever status, with a body that is still to be read or destroyed. Throws `Unreachable`. */
  async carry(transfer: Transfer): Promise<IncomingMessage> {
    const known = this.#nonces.get(transfer.service) ?? null;
    const answer = await this.#ask(transfer, known);
    const nonce = answer.headers[nonceHeader];
    if (answer.statusCode !== 401 || typeof nonce !== 'string' || nonce === known) return answer;
    answer.destroy();
    this.#nonces.set(transfer.service, nonce);
    return this.#ask(transfer, nonce);
  }

  /** Ends what is under way. */
  close(): void {
    this.#agent?.agent.destroy();
  }

  #ask(transfer: Transfer, nonce: string | null): Promise<IncomingMessage> {
    const { service, path, body, caller, record, operation, token, signal } = transfer;
    const url = this.#registry.find(service)?.url;
    if (url?.startsWith('https:') !== true) throw new Unreachable(service, 'no connection');
    const method = body === null ? 'GET' : 'PUT';
    const errand = { audience: service, digest: requestDigest(method, path), nonce, caller, record, operation, token };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const asked = request(new URL(path, url), {
      method,
      agent: this.#current(),
      servername: service,
      checkServerIdentity: (_host: string, certificate) => checkServerIdentity(service, certificate),
      timeout: stalledMs,
      ...(signal === undefined ? {} : { signal }),
      headers: {
        authorization: `Mandate ${issueMandate(this.#identity, errand)}`,
        ...traceHeaders(),
        ...(body === null ? {} : { expect: '100-continue', 'transfer-encoding': 'chunked' }),
      },
    });
    let isBodyBroken = false;
    const breakOff = (error: Error): void => {
      isBodyBroken = body?.errored === error;
      asked.destroy(error);
    };
    asked.on('timeout', () => asked.destroy(new Error('nothing has moved')));
    asked.on('response', (answer) => {
      this.#away.delete(service);
      // Answered before its end, a request is never ended: its connection carries no other.
      answer.once('end', () => asked.writableFinished || asked.destroy());
      resolve(answer);
    });
    asked.on('error', (error) => {
      if (signal?.aborted === true) return reject(new Unreachable(service, 'stopped', error));
      // A body that its giver breaks off says nothing of the service.
      if (!isBodyBroken && !this.#away.has(service)) this.#away.set(service, new Date());
      reject(new Unreachable(service, 'no connection', error, { since: isBodyBroken ? null : (this.#away.get(service) ?? null) }));
    });
    // A body that breaks off breaks the request off: nobody takes the part for the whole. What the service answers before the end still counts.
    if (body === null) asked.end();
    else asked.once('continue', () => void pipeline(body, asked).catch(breakOff));
    if (body !== null) asked.flushHeaders();
    return promise;
  }

  // Connections that were made under an earlier certificate are not used again; what is under way on them ends there.
  #current(): Agent {
    const material = this.#identity.credentials.current;
    if (this.#agent?.material === material) return this.#agent.agent;
    const { cert, key, ca } = material;
    const agent = new Agent({ keepAlive: true, maxFreeSockets: 8, maxCachedSessions: 0, cert, key, ca, minVersion: 'TLSv1.3' });
    this.#agent = { material, agent };
    return agent;
  }
}
