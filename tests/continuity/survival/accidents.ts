import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@chancery/circuit';
import { isAlive } from '../../../circuit/supervisor/lock.ts';
import { type ProcessCircuit, within } from '../../kit/processes.ts';
import type { Seeded } from '../../kit/seeded.ts';

/** Processes that are killed with -9, once so many steps of the work are done. */
export interface Accident {
  readonly afterSteps: number;
  readonly delayMs: number;
  readonly victims: readonly ServiceName[];
}

/** So many accidents, spread by chance over the steps: the exchange, a perimeter, or both in one moment; now and then who follows them too. */
export function accidentsOf(chance: Seeded, count: number, steps: number): readonly Accident[] {
  const moments = Array.from({ length: count }, () => chance.between(Math.ceil(steps * 0.03), Math.floor(steps * 0.92)));
  return moments.toSorted((a, b) => a - b).map((afterSteps) => ({ afterSteps, delayMs: chance.between(0, 250), victims: victims(chance) }));
}

function victims(chance: Seeded): readonly ServiceName[] {
  const perimeter = chance.pick<ServiceName>(['finance', 'finance', 'justice', 'hosted']);
  const first = chance.pick<readonly ServiceName[]>([['exchange'], ['exchange'], [perimeter], [perimeter], ['exchange', perimeter]]);
  return chance.percent(20) ? [...first, chance.pick<ServiceName>(['catalogue', 'audit'])] : first;
}

/** Lets the accidents happen while the work goes on; answers whom each has killed. `stepsDone` says how far the work has come. */
export async function letHappen(
  circuit: ProcessCircuit,
  accidents: readonly Accident[],
  stepsDone: () => number,
): Promise<readonly ServiceName[]> {
  const killed: ServiceName[] = [];
  for (const { afterSteps, delayMs, victims: names } of accidents) {
    await within(120_000, () => stepsDone() >= afterSteps, `The work did not come to step ${afterSteps}`);
    await pause(delayMs);
    // Who is down already is waited for: an accident needs somebody who runs.
    for (const name of names) await within(60_000, () => isAlive(circuit.pidOf(name)), `${name} was not started again`);
    for (const name of names) circuit.killService(name);
    killed.push(...names);
  }
  return killed;
}
