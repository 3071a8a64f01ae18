import { Agent, request as overTls } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { StoreAddress } from './storeAddress.ts';

// Imported as a module it would read each of its names, one of which loads Node's whole fetch: 40 ms of the start of every service.
const { request: overHttp } = process.getBuiltinModule('node:http');

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** So long a batch is offered; then it is given up, and the next one has its turn. */
const PATIENCE_MS = 900_000;

/** What may be tried again (OTLP 1.x, failures): the store is busy, or somebody before it does not reach it. */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Hands spans to a trace store that may be away, as OTLP/protobuf over HTTP: a batch is offered again until the store takes it, or says that it
 * never will.
 */
export class TraceStore {
  readonly #address: StoreAddress;
  readonly #agent: Agent | undefined;
  readonly #closing = new AbortController();

  constructor(address: StoreAddress) {
    this.#address = address;
    const { ca, cert, key } = address;
    this.#agent = address.url.startsWith('https:') ? new Agent({ keepAlive: true, ca, cert, key }) : undefined;
  }

  /** Resolves when the batch was taken, or nobody will take it. */
  async offer(batch: Buffer): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    const { isCompressed } = this.#address;
    const body = isCompressed ? await promisify(gzip)(batch) : batch;
    for (let wait = FIRST_PAUSE_MS; !(await this.#isDone(body)); wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      if (this.#closing.signal.aborted || Date.now() > end) return;
      await pause(wait, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
    }
  }

  /** From now on each batch is offered once more at most. */
  hurry(): void {
    this.#closing.abort();
  }

  #isDone(body: Buffer): Promise<boolean> {
    const { url, headers, isCompressed, timeoutMs } = this.#address;
    const form = { 'content-type': 'application/x-protobuf', ...(isCompressed ? { 'content-encoding': 'gzip' } : {}) };
    const sent = { method: 'POST', headers: { ...form, 'content-length': body.length, ...headers } };
    const options = { ...sent, agent: this.#agent, signal: AbortSignal.timeout(timeoutMs) };
    return new Promise((resolve) => {
      const request = (this.#agent === undefined ? overHttp : overTls)(url, options, (answer) => {
        answer.on('error', () => resolve(false));
        answer.on('end', () => resolve(!passing.has(answer.statusCode ?? 0)));
        answer.resume();
      });
      request.on('error', () => resolve(false));
      request.end(body);
    });
  }
}
