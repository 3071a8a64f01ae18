import {
  BrokenCircuitError,
  type BulkheadPolicy,
  BulkheadRejectedError,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TaskCancelledError,
} from 'cockatiel';
import { Unreachable } from './unreachable.ts';

/** What one service may cost those who ask it. */
export interface GateLimits {
  /** How many calls may be under way at once. */
  readonly calls: number;
  /** How many more may wait until one of them has ended. */
  readonly queue: number;
  /** After how many failures without a success between it is left alone. */
  readonly failures: number;
  /** For how long, in milliseconds; then one call tries whether it is back. */
  readonly restMs: number;
  /** A call that found no connection, or that its asker broke off, is such a failure where it has waited so long, in milliseconds. */
  readonly slowMs: number;
}

/** How long a call may wait to be let in. */
export interface Waiting {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets calls through to one service, as many at once as it may have; when it is away, none for a while. Whoever is not let through hears so
 * at once: one service that hangs takes no time of those who ask for others, and no memory that grows.
 */
export class ServiceGate {
  readonly #service: string;
  readonly #room: BulkheadPolicy;
  readonly #breaker: CircuitBreakerPolicy;
  #since: Date | null = null;

  constructor(service: string, { calls, queue, failures, restMs, slowMs }: GateLimits) {
    this.#service = service;
    this.#room = bulkhead(calls, queue);
    // Of the one call that tries whether it is back everything counts but that its asker would not wait, or not hear the whole: whoever leaves
    // early must not be able to keep a service away from the others.
    const tries = (error: unknown): boolean =>
      this.#breaker.state === CircuitState.HalfOpen && error instanceof Unreachable && error.reason !== 'stopped';
    const counts = (error: unknown): boolean => isOutage(error, slowMs) || tries(error);
    this.#breaker = circuitBreaker(handleWhen(counts), { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) });
  }

  /** Throws `Unreachable` as the call does, and for `busy` and `away` without having called. */
  async pass<Answer>(call: () => Promise<Answer>, waiting: Waiting): Promise<Answer> {
    try {
      const answer = await this.#enter(() => this.#try(call), waiting);
      this.#since = null;
      return answer;
    } catch (error) {
      throw this.#told(error);
    }
  }

  #try<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    // The others need not wait for what the one that tries will hear.
    if (this.#breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return this.#breaker.execute(call);
  }

  #enter<Answer>(attempt: () => Promise<Answer>, { timeoutMs, signal }: Waiting): Promise<Answer> {
    if (signal?.aborted === true) throw new TaskCancelledError();
    if (this.#room.executionSlots > 0) return this.#room.execute(attempt);
    if (this.#breaker.state !== CircuitState.Closed) throw new BrokenCircuitError();
    const over = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const leave = () => reject(signal?.aborted === true ? new TaskCancelledError() : this.#refusal('busy'));
    over.addEventListener('abort', leave, { once: true });
    const begin = () => {
      over.removeEventListener('abort', leave);
      return attempt();
    };
    this.#room.execute(begin, over).then(resolve, reject);
    return promise;
  }

  #told(error: unknown): unknown {
    if (error instanceof BrokenCircuitError) return this.#refusal('away');
    if (error instanceof BulkheadRejectedError) return this.#refusal('busy');
    if (error instanceof TaskCancelledError) return this.#refusal('stopped');
    if (!(error instanceof Unreachable) || notAsked.has(error.reason)) return error;
    if (error.reason !== 'stopped') this.#since ??= new Date();
    const { reason, cause, hasBegun, waitedMs } = error;
    return new Unreachable(this.#service, reason, cause, { hasBegun, waitedMs, since: this.#since });
  }

  #refusal(reason: 'away' | 'busy' | 'stopped'): Unreachable {
    return new Unreachable(this.#service, reason, undefined, { since: this.#since });
  }
}

const notAsked: ReadonlySet<string> = new Set(['away', 'busy']);

/**
 * What answers promptly, be it nonsense or that nobody is there, costs nobody anything: somebody could make it answer so, and others would miss
 * it; and who is back is seen at once. Only who lets others wait is left alone.
 */
const isOutage = (error: unknown, slowMs: number): boolean =>
  error instanceof Unreachable &&
  (error.reason === 'too slow' || ((error.reason === 'no connection' || error.reason === 'stopped') && error.waitedMs >= slowMs));
