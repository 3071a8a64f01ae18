import { homeOf } from '../../supervisor/home.ts';
import { Progress, unlessNotDone } from '../../supervisor/progress.ts';
import { writeCode } from '../code.ts';
import { type ContentField, parseField, usualFields } from '../contentField.ts';
import { newcomerOf, type Wish } from '../joining.ts';
import { readNewcomers } from '../membersFile.ts';
import { graphWith } from '../plan.ts';
import { RunningCircuit } from '../runningCircuit.ts';
import { asked } from './asked.ts';

/** Writes an institution's server, composes, and has the circuit that runs take it in. Broken off anywhere, it is gone on with when it is done again. */
export async function add(wish: Wish, written: readonly string[]): Promise<void> {
  const { newcomer, fields } = await asked(() => {
    const fields: readonly ContentField[] = written.length === 0 ? usualFields : written.map(parseField);
    return { newcomer: newcomerOf(wish, fields), fields };
  });
  const { code, name, kind, server } = newcomer;
  const progress = new Progress();
  const circuit = RunningCircuit.of(homeOf());
  await asked(() => circuit?.requireFree(newcomer));
  const graph = await asked(() => graphWith(newcomer, fields));
  await progress.step('code', async () => writeCode(newcomer, fields, graph));
  if (circuit === undefined) {
    progress.say(
      `No circuit runs here: ${name} (${code}) is written in subgraphs/institutions/${server}, and composed. npm start takes it in.`,
    );
    return;
  }
  await progress.step('server', () => circuit.settle(readNewcomers(), newcomer));
  await unlessNotDone(progress, () => progress.step('directory', () => circuit.enter(newcomer)));
  await progress.step('graph', () => circuit.serve(graph));
  await unlessNotDone(progress, () => progress.step(`draft${kind}`, () => circuit.answers(newcomer)));
  progress.say(`${name} (${code}) takes part. Its files: subgraphs/institutions/${server}`);
}
