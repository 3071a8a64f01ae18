import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Say } from '../bench.ts';
import { type BenchCircuit, benchFolder, startCircuit } from '../circuit.ts';
import { manyClients } from '../exchange/manyClients.ts';
import { wholeExchange } from '../exchange/wholeExchange.ts';
import { processorTime } from '../processes.ts';
import { type Part, type Profile, sharesOf } from './attribution.ts';

// As in the bench `exchange`.
const CLIENTS = 16;
const WARM_MS = 8_000;
const MEASURED_MS = 15_000;

/** What the gateway's process does during whole exchanges. */
export interface GatewayShare {
  /** Of a profile of it. */
  readonly shares: Readonly<Record<Part, number>>;
  /** For one exchange, without a profiler: processor time of the gateway, and calls that it makes to other services. */
  readonly gatewayMs: number;
  readonly calls: number;
  readonly exchangesPerSecond: number;
}

/** The load of the bench `exchange` on a whole circuit, in whose gateway a profiler can be switched on. */
export async function measureGatewayShare(say: Say): Promise<GatewayShare> {
  const { folder, remove } = benchFolder();
  try {
    const notes = join(folder, 'notes');
    mkdirSync(notes);
    const profiler = fileURLToPath(new URL('./profileGateway.ts', import.meta.url));
    const circuit = await startCircuit(folder, { NODE_OPTIONS: `--import=${profiler}`, CHANCERY_BENCH_PROFILE: notes });
    try {
      return await measure(circuit, notes, say);
    } finally {
      await circuit.stop();
    }
  } finally {
    remove();
  }
}

async function measure({ gateway, families }: BenchCircuit, notes: string, say: Say): Promise<GatewayShare> {
  const own = families.filter(({ name }) => name === 'gateway');
  const pid = own[0]?.pid ?? 0;
  const exchanges = (ms: number) => manyClients(CLIENTS, ms, () => wholeExchange(gateway));
  say(`whole exchanges: warming up, ${WARM_MS / 1_000} s`);
  await exchanges(WARM_MS);
  say(`whole exchanges: measuring, ${MEASURED_MS / 1_000} s`);
  const calls = await callsAt(pid, notes, 1);
  const before = processorTime(own).get('gateway') ?? 0;
  const { results, tookMs } = await exchanges(MEASURED_MS);
  const gatewayMs = ((processorTime(own).get('gateway') ?? 0) - before) / results.length;
  const made = (await callsAt(pid, notes, 2)) - calls;
  say(`whole exchanges: profiling the gateway, ${MEASURED_MS / 1_000} s`);
  await exchanges(MEASURED_MS);
  await callsAt(pid, notes, 3);
  const profile = JSON.parse(readFileSync(join(notes, 'profile.json'), 'utf8')) as Profile;
  return { shares: sharesOf(profile), gatewayMs, calls: made / results.length, exchangesPerSecond: results.length / (tookMs / 1_000) };
}

/** Signals the gateway, and waits for what it notes. */
async function callsAt(pid: number, notes: string, signal: number): Promise<number> {
  const note = join(notes, `calls-${signal}`);
  process.kill(pid, 'SIGUSR2');
  for (let waits = 0; !existsSync(note); waits++) {
    if (waits === 300) throw new Error('The gateway does not answer its signal.');
    await pause(100);
  }
  return Number(readFileSync(note, 'utf8'));
}
