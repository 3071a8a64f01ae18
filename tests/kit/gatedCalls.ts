import { beforeEach } from 'vitest';
import type { GateLimits } from '../../trust/serviceGate.ts';
import { type GatedCall, ServiceGates } from '../../trust/serviceGates.ts';
import { Unreachable, type UnreachableDetail, type UnreachableReason } from '../../trust/unreachable.ts';

const limits: GateLimits = { calls: 2, queue: 1, failures: 3, restMs: 100, slowMs: 5_000 };
export const { restMs, slowMs } = limits;

/** The gates before the services, and how many calls they have let through, in one test. */
export let gates: ServiceGates;
export let made: number;

/** Builds gates of which each test finds none of its own used. */
export function gatesOfTest(): void {
  beforeEach(() => {
    widen({});
    made = 0;
  });
}

/** Puts gates in their place with other limits. */
export function widen(change: Partial<GateLimits>): void {
  gates = new ServiceGates({ ...limits, ...change });
}

export const gated = (change: Partial<GatedCall> = {}): GatedCall => ({
  service: 'justice',
  isRead: false,
  asker: 'JUS:o.petrenko',
  timeoutMs: 5_000,
  ...change,
});

/** A call of JUS to its own service, unless another is said. */
export const pass = (call: () => Promise<unknown>, change?: Partial<GatedCall>): Promise<unknown> =>
  gates.pass(gated(change), () => {
    made += 1;
    return call();
  });

/** What services do: they answer, or the call ends in another way. */
export const answers = async () => 'answer';
export const fails = (reason: UnreachableReason, detail?: UnreachableDetail) => async () => {
  throw new Unreachable('justice', reason, undefined, detail);
};

/** How a call ended: `answered`, or why the service could not be reached. */
export const reasonOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof Unreachable ? error.reason : error),
  );

/** Calls that are under way until they are let go. */
export function held(calls: number, change?: Partial<GatedCall>) {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { let: resolve, ended: Promise.all(Array.from({ length: calls }, () => reasonOf(pass(() => promise, change)))) };
}

/** Calls that fail one after another. */
export async function failSoOften(times: number, reason: UnreachableReason = 'too slow', detail?: UnreachableDetail): Promise<void> {
  for (let i = 0; i < times; i++) await reasonOf(pass(fails(reason, detail)));
}
