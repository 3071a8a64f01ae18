import { loadavg } from 'node:os';
import type { Bench } from '../bench.ts';
import { startChild } from '../childProcess.ts';
import { startFederation } from './circuit.ts';
import { contenders } from './contenders.ts';
import { linesOf } from './lines.ts';
import { installPeers } from './peers.ts';
import { type Row, rowsOf } from './rows.ts';
import { lineUp } from './running.ts';
import { scenarios } from './scenarios.ts';
import { type Pace, takeTurns } from './turns.ts';

const usual: Pace = { clients: 50, rounds: 9, warmMs: 3_000, turnMs: 500 };
const quick: Pace = { clients: 50, rounds: 1, warmMs: 700, turnMs: 500 };

/** Our gateway beside others. */
export const gatewayBench: Bench = {
  name: 'gateway',
  about:
    'our engine and the whole gateway beside Apollo, Hive (its planner in JavaScript, and in Rust), Mercurius and a floor, over the same stubs (about 8 minutes; installs the others once)',
  async run(say, { isQuick }) {
    await installPeers(say);
    const pace = isQuick ? quick : usual;
    const federation = await startFederation();
    const load = await startChild(new URL('./loadProcess.ts', import.meta.url), {});
    const { running, notes } = await lineUp(contenders, scenarios, federation, say);
    try {
      const rows: Row[] = [];
      for (const scenario of scenarios)
        rows.push(...rowsOf(scenario.name, await takeTurns(scenario, running, federation, load, pace, say)));
      const found = { rows, notes, load: loadavg()[0] ?? 0, clients: pace.clients };
      return { json: found, lines: linesOf(found) };
    } finally {
      for (const { child } of running) await child.stop();
      await load.stop();
      await federation.stop();
    }
  },
};
