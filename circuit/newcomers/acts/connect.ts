import { homeOf } from '../../supervisor/home.ts';
import { Progress, unlessNotDone } from '../../supervisor/progress.ts';
import { writeGraph } from '../code.ts';
import { connectedTo } from '../connected.ts';
import { type ConnectionWish, connectionOf, writeSdl } from '../connecting.ts';
import { issueCredentials } from '../credentials.ts';
import { graphConnecting } from '../plan.ts';
import { RunningCircuit } from '../runningCircuit.ts';
import { begin, finish } from '../unfinished.ts';
import { asked } from './asked.ts';

/** Connects an institution that has a system of its own to the circuit that runs; done again, it gets new keys, and the ones before are believed no more. */
export async function connect(wish: ConnectionWish): Promise<void> {
  const home = homeOf();
  const circuit = RunningCircuit.of(home);
  if (circuit === undefined) throw new Error('No circuit runs here. Start one: npm start');
  const { connection, graph } = await asked(async () => {
    const connection = connectionOf(wish, connectedTo(home));
    await circuit.requireFree(connection);
    return { connection, graph: graphConnecting(connection) };
  });
  const progress = new Progress();
  await progress.step('code', async () => {
    begin({ act: 'connecting', member: { server: connection.server, code: connection.code, name: connection.name } });
    writeSdl(connection);
    writeGraph(graph);
  });
  await progress.step('credentials', () => issueCredentials(home, connection));
  finish();
  await unlessNotDone(progress, () => progress.step('directory', () => circuit.enter(connection)));
  await progress.step('graph', () => circuit.serve(graph));
  progress.say(
    `${connection.name} (${connection.code}) is connected. What it is given is in ${connection.into}: hand it over by a safe way, or let it take it there.`,
  );
}
