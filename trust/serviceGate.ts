import { BrokenCircuitError, type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { type Leave, type RoomSize, SharedRoom } from './sharedRoom.ts';
import { Stop, type StopSignal } from './stop.ts';
import { Unreachable } from './unreachable.ts';

/** What one service may cost those who ask it. */
export interface GateLimits extends RoomSize {
  /** After how many failures without a success between it is left alone. */
  readonly failures: number;
  /** For how long, in milliseconds; then one call tries whether it is back. */
  readonly restMs: number;
  /** A call that found no connection, or that its asker broke off, is such a failure where it has waited so long, in milliseconds. */
  readonly slowMs: number;
}

/** For whom a call is made, and how long it may wait to be let in. */
export interface Waiting {
  /** Calls for one asker take no place that others need. */
  readonly asker: string;
  readonly timeoutMs: number;
  readonly signal?: StopSignal | undefined;
}

/**
 * Lets calls through to one service, as many at once as it may have; when it is away, none for a while. Whoever is not let through hears so
 * at once: one service that hangs takes no time of those who ask for others, and no memory that grows;
 * and who asks it very often takes no place of the others who ask it.
 */
export class ServiceGate {
  readonly #service: string;
  readonly #room: SharedRoom;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #failures: ConsecutiveBreaker;
  #since: Date | null = null;

  constructor(service: string, { calls, queue, failures, restMs, slowMs }: GateLimits) {
    this.#service = service;
    this.#room = new SharedRoom({ calls, queue });
    // Of the one call that tries whether it is back everything counts but that its asker would not wait, or not hear the whole: whoever leaves
    // early must not be able to keep a service away from the others.
    const tries = (error: unknown): boolean =>
      this.#breaker.state === CircuitState.HalfOpen && error instanceof Unreachable && error.reason !== 'stopped';
    const counts = (error: unknown): boolean => isOutage(error, slowMs) || tries(error);
    this.#failures = new ConsecutiveBreaker(failures);
    this.#breaker = circuitBreaker(handleWhen(counts), { halfOpenAfter: restMs, breaker: this.#failures });
  }

  /** Throws `Unreachable` as the call does, and for `busy` and `away` without having called. */
  async pass<Answer>(call: () => Promise<Answer>, waiting: Waiting): Promise<Answer> {
    let leave: Leave | null = null;
    let isUsual = false;
    try {
      if (waiting.signal?.aborted === true) throw this.#refusal('stopped');
      leave = this.#room.take(waiting.asker) ?? (await this.#turn(waiting));
      isUsual = this.#breaker.state === CircuitState.Closed;
      // While a service is well the breaker has nothing to decide, and would take several promises for it.
      const answer = await (isUsual ? call() : this.#try(call));
      this.#failures.success();
      this.#since = null;
      return answer;
    } catch (error) {
      if (isUsual) await this.#count(error);
      throw this.#told(error);
    } finally {
      leave?.();
    }
  }

  #try<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    // The others need not wait for what the one that tries will hear.
    if (this.#breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return this.#breaker.execute(call);
  }

  /** The breaker hears how a call has failed. One that has opened meanwhile knows enough. */
  async #count(error: unknown): Promise<void> {
    if (this.#breaker.state !== CircuitState.Closed) return;
    await this.#breaker.execute(() => Promise.reject(error)).catch(() => undefined);
  }

  async #turn({ asker, timeoutMs, signal }: Waiting): Promise<Leave> {
    if (this.#breaker.state !== CircuitState.Closed) throw this.#refusal('away');
    const over = new Stop();
    const giveUp = (): void => over.abort();
    const patience = setTimeout(giveUp, timeoutMs);
    signal?.addEventListener('abort', giveUp, { once: true });
    const leave = await this.#room.wait(asker, over);
    clearTimeout(patience);
    signal?.removeEventListener('abort', giveUp);
    if (leave === null) throw this.#refusal(signal?.aborted === true ? 'stopped' : 'busy');
    return leave;
  }

  #told(error: unknown): unknown {
    if (error instanceof BrokenCircuitError) return this.#refusal('away');
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
