import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { benchFolder, startCircuit } from '../circuit.ts';
import { residentMemory } from '../processes.ts';

const ROUNDS = 3;

/** How long a bare and a warm start take, and how much memory the whole system then holds. */
export const startBench: Bench = {
  name: 'start',
  about: 'bare start after install, warm start, resident memory of the whole system',
  async run(say) {
    const bare: number[] = [];
    const warm: number[] = [];
    let memory: ReadonlyMap<string, number> = new Map();
    for (let round = 1; round <= ROUNDS; round++) {
      const { folder, remove } = benchFolder();
      try {
        const first = await startCircuit(folder);
        bare.push(first.startMs);
        await first.stop();
        const second = await startCircuit(folder);
        warm.push(second.startMs);
        await pause(5_000); // what starting has left behind is collected
        memory = residentMemory(second.families);
        await second.stop();
      } finally {
        remove();
      }
      say(`round ${round} of ${ROUNDS}: bare ${seconds(bare.at(-1))}, warm ${seconds(warm.at(-1))}`);
    }
    const total = [...memory.values()].reduce((sum, mb) => sum + mb, 0);
    return {
      json: { bareMs: bare, warmMs: warm, residentMb: Object.fromEntries(memory), totalMb: total },
      lines: [
        `bare start  ${bare.map(seconds).join('  ')}  (target 15 s)`,
        `warm start  ${warm.map(seconds).join('  ')}  (target 6 s)`,
        `memory      ${Math.round(total)} MB  (target 1500 MB): ${[...memory].map(([name, mb]) => `${name} ${Math.round(mb)}`).join(', ')}`,
      ],
    };
  },
};

const seconds = (ms: number | undefined): string => `${((ms ?? 0) / 1_000).toFixed(1)} s`;
