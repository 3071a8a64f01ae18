import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { commandLine, runCommand, UsageError } from '@chancery/circuit';
import { Argument } from 'commander';
import type { Bench } from './bench.ts';
import { callsBench } from './calls/bench.ts';
import { catalogueBench } from './catalogue/bench.ts';
import { exportsBench } from './catalogue/exportsBench.ts';
import { exchangeBench } from './exchange/bench.ts';
import { filesBench } from './files/bench.ts';
import { gatewayBench, largeBench } from './gateway/bench.ts';
import { growthBench } from './growth/bench.ts';
import { policyBench } from './policy/bench.ts';
import { startBench } from './start/bench.ts';
import { subgraphBench } from './subgraph/bench.ts';

const benches: readonly Bench[] = [
  exchangeBench,
  startBench,
  callsBench,
  policyBench,
  gatewayBench,
  largeBench,
  growthBench,
  subgraphBench,
  filesBench,
  catalogueBench,
  exportsBench,
];

const which = new Argument('<name>', benches.map(({ name, about }) => `${name}: ${about}`).join('; ')).choices(
  benches.map(({ name }) => name),
);
const command = commandLine('npm run bench --', 'Measures the exchange and its parts; what is compared is measured in the same run.')
  .addArgument(which)
  .option('--json <file>', 'writes the result there as JSON')
  .option('--quick', 'a short look, where the bench can take one: enough to see that it runs, too little to compare')
  .action(measure);

await runCommand(command);

async function measure(name: string, { json, quick = false }: { readonly json?: string; readonly quick?: boolean }): Promise<void> {
  const bench = benches.find((each) => each.name === name);
  if (!bench) throw new UsageError(`There is no bench ${name}.`);
  const result = await bench.run((line) => process.stderr.write(`  ${line}\n`), { isQuick: quick });
  const machine = { cores: cpus().length, processor: cpus()[0]?.model ?? '', node: process.version, at: new Date().toISOString() };
  if (json) writeFileSync(json, `${JSON.stringify({ bench: name, machine, ...result.json }, null, 2)}\n`);
  process.stdout.write(`${result.lines.join('\n')}\n`);
}
