import { loadavg } from 'node:os';
import type { Bench } from '../bench.ts';
import { measureAuthoriseStage } from './authoriseStage.ts';
import { costsOf, totalsOf } from './costs.ts';
import { measureGatewayShare } from './gatewayShare.ts';
import { linesOf } from './lines.ts';
import { measureThroughput } from './throughput.ts';

/** What the regulation as policy, and perimeters that hold, cost the gateway. */
export const policyBench: Bench = {
  name: 'policy',
  about: 'what policy, mutual TLS and mandates cost the gateway: alone, against gateways without them, and of its time in whole exchanges',
  async run(say) {
    say('the stage that authorises, alone');
    const stage = await measureAuthoriseStage();
    const throughput = await measureThroughput(say);
    const exchange = await measureGatewayShare(say);
    const load = loadavg()[0] ?? 0;
    const costs = costsOf(throughput);
    const totals = totalsOf(costs, exchange);
    return {
      json: { stage, throughput: { ...throughput, turns: Object.fromEntries(throughput.turns) }, costs, exchange, totals, load },
      lines: linesOf({ stage, throughput, exchange, costs, totals, load }),
    };
  },
};
