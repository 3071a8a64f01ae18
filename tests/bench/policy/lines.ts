import { quantile } from '../exchange/manyClients.ts';
import { parts } from './attribution.ts';
import type { StageTime } from './authoriseStage.ts';
import type { Costs, Totals } from './costs.ts';
import type { GatewayShare } from './gatewayShare.ts';
import type { Throughput } from './throughput.ts';
import { variants } from './variants.ts';

interface Found {
  readonly stage: readonly StageTime[];
  readonly throughput: Throughput;
  readonly exchange: GatewayShare;
  readonly costs: Costs;
  readonly totals: Totals;
  /** Load average of the last minute. */
  readonly load: number;
}

/** The bench's findings for people, and how each was come by. */
export const linesOf = (found: Found): readonly string[] => [
  'the stage that authorises, alone, by the clock',
  ...found.stage.map(stageLine),
  '',
  'the gateway over stubs, variants in turns; processor time for one operation, medians of the rounds',
  ...variantLines(found.throughput),
  ...costLines(found.costs, found.throughput),
  '',
  ...exchangeLines(found.exchange, found.totals),
  `load average ${found.load.toFixed(1)}: above the number of cores all of this is noisier, and processor times are longer`,
];

function stageLine({ operation, caller, caches, p50Us, p99Us }: StageTime): string {
  const name = `  ${operation}, ${caller}, ${caches}`.padEnd(50);
  return `${name} p50 ${us(p50Us)}  p99 ${us(p99Us)}`;
}

const variantLines = ({ turns }: Throughput): readonly string[] =>
  variants.map(({ name }) => {
    const median = (each: readonly number[]) => quantile(each, 0.5);
    const own = turns.get(name) ?? [];
    const [gateway, stubs, perSecond] = [
      own.map((turn) => turn.gatewayUs),
      own.map((turn) => turn.stubsUs),
      own.map((turn) => turn.perSecond),
    ];
    return `  ${name.padEnd(28)} ${median(perSecond).toFixed(0)}/s, gateway ${us(median(gateway))}, stubs ${us(median(stubs))}`;
  });

const costLines = (costs: Costs, { callsPerOperation }: Throughput): readonly string[] => [
  `  policy                       ${us(costs.policyUs)}, ${percent(costs.policyShare)} of the whole gateway`,
  `  mutual TLS and mandates      ${us(costs.protectionUs)}, ${percent(costs.protectionShare)}: ${us(costs.callUs)} for each of ${callsPerOperation.toFixed(2)} calls`,
];

const exchangeLines = ({ shares, gatewayMs, calls, exchangesPerSecond }: GatewayShare, totals: Totals): readonly string[] => [
  `the gateway in whole exchanges: ${exchangesPerSecond.toFixed(1)}/s, ${gatewayMs.toFixed(1)} ms and ${calls.toFixed(1)} calls for each`,
  `  by a profile without idleness and garbage: ${parts.map((part) => `${part} ${percent(shares[part])}`).join(', ')}`,
  `  policy                       ${percent(totals.policy)} (at most 5.0 %): deciding and weighing, by the profile`,
  `  mutual TLS and mandates      ${percent(totals.protectionCounted)} (at most 20.0 %): what a call costs over stubs, times the calls, of the gateway's time`,
  `                               the profile can name ${percent(totals.protectionLeast)} of it; with every write to a service, and everything native, reading`,
  `                               requests and polling included, it shows ${percent(totals.protectionMost)}: an upper bound`,
];

const us = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} µs`;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
