import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@chancery/circuit/embedded';
import type { Bench, Say } from '../bench.ts';
import { type BenchCircuit, benchFolder, startCircuit } from '../circuit.ts';
import { processorTime } from '../processes.ts';
import { type Floor, measureFloor } from './floor.ts';
import { manyClients, quantile } from './manyClients.ts';
import { type Unit, unitsBetween } from './transcripts.ts';
import { type Step, steps, wholeExchange } from './wholeExchange.ts';

const CLIENTS = 16;
const WARM_MS = 8_000;
const MEASURED_MS = 20_000;
const FLOOR_MS = 10_000;
const RECORDED = 30;

interface Measured {
  readonly exchangesPerSecond: number;
  readonly times: readonly Readonly<Record<Step, number>>[];
  /** By process: milliseconds of processor time for one exchange. */
  readonly cpuMs: ReadonlyMap<string, number>;
}

/** Whole exchanges through the gateway, and the same SQL straight on the same PostgreSQL. */
export const exchangeBench: Bench = {
  name: 'exchange',
  about: 'draft, sign, register, dispatch, deliver, register by 16 clients, against the same SQL alone',
  async run(say) {
    const { folder, remove } = benchFolder();
    try {
      const measured = await inCircuit(folder, {}, (circuit) => measure(circuit, say));
      const exchanges = await recorded(folder, say);
      const floor = await floorOf(folder, exchanges, say);
      return report(measured, floor);
    } finally {
      remove();
    }
  },
};

async function inCircuit<T>(folder: string, environment: NodeJS.ProcessEnv, run: (circuit: BenchCircuit) => Promise<T>): Promise<T> {
  const circuit = await startCircuit(folder, environment);
  try {
    return await run(circuit);
  } finally {
    await circuit.stop();
  }
}

async function measure({ gateway, families }: BenchCircuit, say: Say): Promise<Measured> {
  say(`warming up, ${WARM_MS / 1_000} s`);
  await manyClients(CLIENTS, WARM_MS, () => wholeExchange(gateway));
  say(`measuring, ${MEASURED_MS / 1_000} s`);
  const all = [...families, { name: 'clients', pid: process.pid }];
  const before = processorTime(all);
  const { results, tookMs } = await manyClients(CLIENTS, MEASURED_MS, () => wholeExchange(gateway));
  const after = processorTime(all);
  const cpuMs = new Map(all.map(({ name }) => [name, ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / results.length]));
  return { exchangesPerSecond: results.length / (tookMs / 1_000), times: results, cpuMs };
}

/** The statements of single exchanges, one after the other, with what the followers do about them. */
async function recorded(folder: string, say: Say): Promise<readonly (readonly Unit[])[]> {
  say(`recording the statements of ${RECORDED} exchanges`);
  const statements = join(folder, 'statements');
  mkdirSync(statements);
  const recorder = fileURLToPath(new URL('./recordStatements.ts', import.meta.url));
  const environment = { NODE_OPTIONS: `--import=${recorder}`, CHANCERY_BENCH_STATEMENTS: statements };
  const moments = await inCircuit(folder, environment, async ({ gateway }) => {
    await wholeExchange(gateway);
    const moments = [Date.now()];
    for (let count = 0; count < RECORDED; count++) {
      await wholeExchange(gateway);
      moments.push(Date.now());
    }
    return moments;
  });
  return moments.slice(1).map((end, index) => unitsBetween(statements, moments[index] ?? end, end));
}

async function floorOf(folder: string, exchanges: readonly (readonly Unit[])[], say: Say): Promise<Floor> {
  say(`the floor: the same statements alone, ${FLOOR_MS / 1_000} s`);
  const server = await startPostgres({ folder: join(folder, 'postgres') });
  try {
    return await measureFloor(exchanges, async (database) => (await server.ensureDatabase(database)).service, CLIENTS, FLOOR_MS);
  } finally {
    await server.stop();
  }
}

function report({ exchangesPerSecond, times, cpuMs }: Measured, floor: Floor) {
  const ratio = exchangesPerSecond / floor.exchangesPerSecond;
  const stepTimes = steps.map((step) => {
    const values = times.map((time) => time[step]);
    return { step, p50Ms: quantile(values, 0.5), p99Ms: quantile(values, 0.99) };
  });
  const cpu = [...cpuMs].sort((a, b) => b[1] - a[1]).map(([name, ms]) => ({ name, msPerExchange: ms }));
  return {
    json: { exchangesPerSecond, exchanges: times.length, steps: stepTimes, cpu, floor, ratioToFloor: ratio },
    lines: [
      `exchanges   ${exchangesPerSecond.toFixed(1)}/s (${times.length} by ${CLIENTS} clients)`,
      `floor       ${floor.exchangesPerSecond.toFixed(1)}/s: ${floor.statementsPerExchange.toFixed(0)} statements each, ${(floor.failedShare * 100).toFixed(2)} % refused`,
      `ratio       ${ratio.toFixed(3)} (aim 0.25)`,
      ...stepTimes.map(({ step, p50Ms, p99Ms }) => `${step.padEnd(10)}  p50 ${p50Ms.toFixed(0)} ms  p99 ${p99Ms.toFixed(0)} ms`),
      `processor   ${cpu.map(({ name, msPerExchange }) => `${name} ${msPerExchange.toFixed(1)}`).join(', ')} ms for each exchange`,
    ],
  };
}
