import { ExponentialBackoff, handleWhen, type RetryPolicy, retry } from 'cockatiel';
import { type GateLimits, ServiceGate, type Waiting } from './serviceGate.ts';
import { Unreachable } from './unreachable.ts';

/** A call that a gate is asked to let through. */
export interface GatedCall extends Waiting {
  readonly service: string;
  /** It changes nothing, and may be made again. */
  readonly isRead: boolean;
}

/** Lets calls through to services, each by its own gate. */
export class ServiceGates {
  readonly #limits: GateLimits;
  readonly #gates = new Map<string, ServiceGate>();

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  /**
   * Makes a call in what is left of its time once it is let in. A read that found no connection, or lost it before any part of the answer had
   * come, is made once more, a moment later (`isAgain`); whatever changes something never is.
   */
  pass<Answer>(gated: GatedCall, call: (leftMs: number, isAgain: boolean) => Promise<Answer>): Promise<Answer> {
    const { service, isRead, asker, timeoutMs, signal } = gated;
    const gate = this.#gateOf(service);
    const until = performance.now() + timeoutMs;
    const left = () => Math.max(1, Math.ceil(until - performance.now()));
    const attempt = (isAgain: boolean) => gate.pass(() => call(left(), isAgain), { asker, timeoutMs: left(), signal });
    if (!isRead) return attempt(false);
    return attempt(false).catch((error: unknown) => {
      if (!isLost(error) || signal?.aborted === true) throw error;
      return again(error, () => attempt(true));
    });
  }

  #gateOf(service: string): ServiceGate {
    const known = this.#gates.get(service);
    if (known !== undefined) return known;
    const gate = new ServiceGate(service, this.#limits);
    this.#gates.set(service, gate);
    return gate;
  }
}

const isLost = (error: unknown): boolean => error instanceof Unreachable && error.reason === 'no connection' && !error.hasBegun;

// Apart by chance: what was lost together is not asked together again.
const onceMore: RetryPolicy = retry(handleWhen(isLost), {
  maxAttempts: 1,
  backoff: new ExponentialBackoff({ initialDelay: 40, maxDelay: 200 }),
});

/** The first attempt was made without the policy, which is asked only when one is lost: it costs several promises. */
function again<Answer>(first: unknown, attempt: () => Promise<Answer>): Promise<Answer> {
  return onceMore.execute(({ attempt: at }) => {
    if (at === 0) throw first;
    return attempt();
  });
}
