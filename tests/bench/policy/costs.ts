import { quantile } from '../exchange/manyClients.ts';
import type { GatewayShare } from './gatewayShare.ts';
import type { Throughput } from './throughput.ts';
import type { VariantName } from './variants.ts';

/** What policy and protection add to the gateway's processor time for one operation over stubs. */
export interface Costs {
  readonly policyUs: number;
  readonly policyShare: number;
  readonly protectionUs: number;
  readonly protectionShare: number;
  /** Mutual TLS and mandate of one call, for the side that calls. */
  readonly callUs: number;
}

/**
 * Medians of the rounds: in each, what a gateway takes more than one that is like it but for one thing, of the whole gateway's time. Each
 * thing is left out of two gateways, so that there are twice as many pairs, and of other processes.
 */
export function costsOf({ turns, callsPerOperation }: Throughput): Costs {
  const timesOf = (name: VariantName) => (turns.get(name) ?? []).map(({ gatewayUs }) => gatewayUs);
  const whole = quantile(timesOf('full'), 0.5);
  const more = (...pairs: readonly (readonly [VariantName, VariantName])[]) => {
    const differences = pairs.flatMap(([more, less]) => {
      const others = timesOf(less);
      return timesOf(more).map((us, round) => us - (others[round] ?? us));
    });
    return quantile(differences, 0.5);
  };
  const policyUs = more(['full', 'without policy'], ['without TLS and mandates', 'without both']);
  const protectionUs = more(['full', 'without TLS and mandates'], ['without policy', 'without both']);
  return {
    policyUs,
    policyShare: policyUs / whole,
    protectionUs,
    protectionShare: protectionUs / whole,
    callUs: protectionUs / callsPerOperation,
  };
}

/** Shares of the gateway's processor time in whole exchanges. */
export interface Totals {
  /** By the profile: deciding, cutting, laying over, and weighing. */
  readonly policy: number;
  /** Measured microseconds of a call, times the calls of an exchange, in the gateway's time for one. */
  readonly protectionCounted: number;
  /** What the profile can name. */
  readonly protectionLeast: number;
  /** The same, with all of writing to services, and all that V8 does not see inside, whatever it is. */
  readonly protectionMost: number;
}

/** Two ways to the same question: by what a call was measured to cost, and by what a profile shows. */
export function totalsOf({ callUs }: Costs, { shares, gatewayMs, calls }: GatewayShare): Totals {
  const named = shares.mandates + shares.TLS;
  return {
    policy: shares.policy + shares.weighing,
    protectionCounted: (callUs * calls) / 1_000 / gatewayMs,
    protectionLeast: named,
    protectionMost: named + shares['writing to services'] + shares.native,
  };
}
