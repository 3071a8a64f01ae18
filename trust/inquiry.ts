import { Refusal } from '@chancery/domain';
import type { Dispatcher } from 'undici';
import { nonceHeader } from './mandateGuard.ts';
import { Unreachable, type UnreachableReason } from './unreachable.ts';

/** What bounds one question to a service. */
export interface InquiryBounds {
  readonly service: string;
  /** How long the whole of it may take. */
  readonly timeoutMs: number;
  /** How long its asker waits at all, where that is less: the service is told. */
  readonly patienceMs?: number | undefined;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how many bytes have come; a refusal that it throws ends the question. */
  readonly weigh?: ((bytes: number) => void) | undefined;
}

/** A whole answer, of whatever status. */
export interface Heard {
  readonly status: number;
  readonly text: string;
  /** What the service calls its present run, where it says so. */
  readonly nonce: string | undefined;
}

/** The header in which an asker says how many milliseconds it waits. It stands outside the mandate: whoever changes it can only shorten the wait. */
export const patienceHeader = 'answer-within';

const largestAnswer = 32 * 1024 * 1024;

/**
 * One question to a service, from its first byte to the last of the answer, as undici's dispatcher tells of it: a stream of the answer,
 * a signal and a loop over its pieces would cost as much as the connection itself. It may be put twice within the one time that it has.
 */
export class Inquiry implements Dispatcher.DispatchHandler {
  readonly #bounds: InquiryBounds;
  readonly #begunAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #stop: (() => void) | undefined;
  #answer: PromiseWithResolvers<Heard> | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #ended: Unreachable | undefined;
  #status = 0;
  #nonce: string | undefined;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(bounds: InquiryBounds) {
    this.#bounds = bounds;
    this.#timer = setTimeout(() => this.#end('too slow'), bounds.timeoutMs);
    const { signal } = bounds;
    if (signal === undefined) return;
    this.#stop = () => this.#end('stopped');
    signal.addEventListener('abort', this.#stop, { once: true });
    if (signal.aborted) this.#stop();
  }

  /** Puts the question; the whole answer, or `Unreachable`. */
  put(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions): Promise<Heard> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const answer = Promise.withResolvers<Heard>();
    this.#answer = answer;
    this.#controller = undefined;
    this.#status = 0;
    this.#nonce = undefined;
    this.#pieces = [];
    dispatcher.dispatch(options, this);
    return answer.promise;
  }

  /** No more will be asked. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.#stop !== undefined) this.#bounds.signal?.removeEventListener('abort', this.#stop);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It may have ended while it waited for a connection.
    if (this.#ended !== undefined) controller.abort(this.#ended);
  }

  onResponseStart(_controller: unknown, status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    this.#status = status;
    const nonce = headers[nonceHeader];
    if (typeof nonce === 'string') this.#nonce = nonce;
  }

  /** What is thrown here ends the question, and its connection with it. */
  onResponseData(_controller: unknown, piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > largestAnswer) throw new Unreachable(this.#bounds.service, 'too large', undefined, { hasBegun: true });
    this.#bounds.weigh?.(piece.length);
    this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    const [first] = this.#pieces;
    const whole = first !== undefined && this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
    this.#answer?.resolve({ status: this.#status, text: whole.toString('utf8'), nonce: this.#nonce });
  }

  onResponseError(_controller: unknown, error: unknown): void {
    const isOurs = error instanceof Unreachable || error instanceof Refusal;
    this.#answer?.reject(isOurs ? error : new Unreachable(this.#bounds.service, 'no connection', error, this.#soFar()));
  }

  #end(reason: UnreachableReason): void {
    this.#ended ??= new Unreachable(this.#bounds.service, reason, undefined, this.#soFar());
    this.#controller?.abort(this.#ended);
    this.#answer?.reject(this.#ended);
  }

  #soFar(): { readonly hasBegun: boolean; readonly waitedMs: number } {
    return { hasBegun: this.#status !== 0, waitedMs: performance.now() - this.#begunAt };
  }
}
