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

/** Medians of the rounds: in each, what the whole gateway takes more than one without. */
export function costsOf({ turns, callsPerOperation }: Throughput): Costs {
  const more = (without: VariantName) => {
    const pairs = (turns.get('full') ?? []).map((full, round) => ({ full, less: turns.get(without)?.[round] ?? full }));
    return {
      us: quantile(
        pairs.map(({ full, less }) => full.gatewayUs - less.gatewayUs),
        0.5,
      ),
      share: quantile(
        pairs.map(({ full, less }) => 1 - less.gatewayUs / full.gatewayUs),
        0.5,
      ),
    };
  };
  const policy = more('without policy');
  const protection = more('without TLS and mandates');
  return {
    policyUs: policy.us,
    policyShare: policy.share,
    protectionUs: protection.us,
    protectionShare: protection.share,
    callUs: protection.us / callsPerOperation,
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
