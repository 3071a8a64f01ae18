import { Refusal } from '@chancery/domain';
import type { Answer } from './line/answerReader.ts';
import { type Carried, type Line, plain, type Written } from './line/index.ts';
import type { StopSignal } from './stop.ts';
import { together } from './together.ts';
import { Unreachable, type UnreachableReason } from './unreachable.ts';

/** What bounds one question to a service. */
export interface InquiryBounds {
  readonly service: string;
  /** How long the whole of it may take. */
  readonly timeoutMs: number;
  /** How long its asker waits at all, where that is less: the service is told. */
  readonly patienceMs?: number | undefined;
  /** Ends it early. */
  readonly signal?: StopSignal | undefined;
  /** Hears how many bytes have come; a refusal that it throws ends the question. */
  readonly weigh?: ((bytes: number) => void) | undefined;
}

/** The header in which an asker says how many milliseconds it waits. It stands outside the mandate: whoever changes it can only shorten the wait. */
export const patienceHeader = 'answer-within';

/** The header in which an asker numbers its questions; the answer says it again. So answers that come in a row are nobody else's, whatever a service does. */
export const questionHeader = 'question';

const largestAnswer = 32 * 1024 * 1024;

/** One question to a service, from its first byte to the last of the answer. It may be put again within the one time that it has. */
export class Inquiry implements Carried {
  readonly #bounds: InquiryBounds;
  readonly #begunAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #stop: (() => void) | undefined;
  #answer: PromiseWithResolvers<Answer> | undefined;
  #line: Line | undefined;
  #ended: Unreachable | undefined;
  #hasBegun = false;
  #size = 0;
  text = plain('');
  alike: string | null = null;

  constructor(bounds: InquiryBounds) {
    this.#bounds = bounds;
    this.#timer = setTimeout(() => this.#end('too slow'), bounds.timeoutMs);
    const { signal } = bounds;
    if (signal === undefined) return;
    this.#stop = () => this.#end('stopped');
    signal.addEventListener('abort', this.#stop, { once: true });
    if (signal.aborted) this.#stop();
  }

  /** Puts the question as this text, with others that are alike where it is told by what; the whole answer, of whatever status, or `Unreachable`. */
  put(line: Line, text: Written, alike: string | null = null): Promise<Answer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#answer = Promise.withResolvers<Answer>();
    this.#line = line;
    this.#hasBegun = false;
    this.text = text;
    this.alike = alike;
    line.carry(this);
    return this.#answer.promise;
  }

  /** No more will be asked. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.#stop !== undefined) this.#bounds.signal?.removeEventListener('abort', this.#stop);
  }

  heard(bytes: number, hasBegun: boolean): void {
    this.#hasBegun = hasBegun;
    this.#size += bytes;
    if (this.#size > largestAnswer) throw new Unreachable(this.#bounds.service, 'too large', undefined, { hasBegun: true });
    this.#bounds.weigh?.(bytes);
  }

  answered(answer: Answer): void {
    this.#line = undefined;
    const heard = this.#answer;
    together(() => heard?.resolve(answer));
  }

  lost(error: unknown): void {
    this.#line = undefined;
    const isOurs = error instanceof Unreachable || error instanceof Refusal;
    this.#answer?.reject(isOurs ? error : new Unreachable(this.#bounds.service, 'no connection', error, this.#soFar()));
  }

  #end(reason: UnreachableReason): void {
    this.#ended ??= new Unreachable(this.#bounds.service, reason, undefined, this.#soFar());
    this.#line?.drop(this, this.#ended);
  }

  #soFar(): { readonly hasBegun: boolean; readonly waitedMs: number } {
    return { hasBegun: this.#hasBegun, waitedMs: performance.now() - this.#begunAt };
  }
}
