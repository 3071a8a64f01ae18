import { loadavg } from 'node:os';
import type { Say } from '../bench.ts';
import { startChild } from '../childProcess.ts';
import { startFederation } from './circuit.ts';
import type { Contender } from './contenders.ts';
import { type Found, linesOf } from './lines.ts';
import { installPeers } from './peers.ts';
import { rowsOf } from './rows.ts';
import { lineUp } from './running.ts';
import type { Scenario } from './scenarios.ts';
import { type Pace, takeTurns } from './turns.ts';

/** Who is compared, in what, and for how long. */
export interface Comparison {
  readonly contenders: readonly Contender[];
  readonly scenarios: readonly Scenario[];
  readonly pace: Pace;
}

/** Gateways beside each other over the same stubs; all end with it. */
export async function compare({ contenders, scenarios, pace }: Comparison, say: Say) {
  await installPeers(say);
  const federation = await startFederation();
  const load = await startChild(new URL('./loadProcess.ts', import.meta.url), {});
  const { running, notes } = await lineUp(contenders, scenarios, federation, say);
  try {
    const rows: Found['rows'][number][] = [];
    for (const scenario of scenarios) rows.push(...rowsOf(scenario.name, await takeTurns(scenario, running, federation, load, pace, say)));
    const found = { rows, notes, load: loadavg()[0] ?? 0, clients: pace.clients };
    return { json: { ...found }, lines: linesOf(found) };
  } finally {
    for (const { child } of running) await child.stop();
    await load.stop();
    await federation.stop();
  }
}
