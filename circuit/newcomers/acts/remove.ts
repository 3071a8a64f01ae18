import { type InstitutionCode, parseInstitutionCode, Refusal } from '@chancery/domain';
import { committedGraph } from '../../supervisor/graphFile.ts';
import { type Home, homeOf } from '../../supervisor/home.ts';
import { Progress } from '../../supervisor/progress.ts';
import { eraseCode } from '../code.ts';
import { connectedTo } from '../connected.ts';
import { disconnect } from '../credentials.ts';
import { requireNoDocuments, requireNoneKnown } from '../documents.ts';
import { requireNoneUnfinished } from '../joining.ts';
import { readNewcomers } from '../membersFile.ts';
import type { Newcomer } from '../newcomer.ts';
import { graphWithout, type PlannedGraph } from '../plan.ts';
import { RunningCircuit } from '../runningCircuit.ts';
import { begin, unfinished } from '../unfinished.ts';
import { asked } from './asked.ts';

/** Who is to go, and what its going takes beside the graph and the directory. */
interface Leaving {
  readonly member: Pick<Newcomer, 'server' | 'code' | 'name'>;
  requireUnused(): Promise<void>;
  /** Ends what the circuit has of it. */
  end(circuit: RunningCircuit): Promise<void>;
}

/** Takes out an institution that has no documents: first nothing new can be begun there; then, where nothing has been meanwhile, it goes. §1.16 */
export async function remove(written: string): Promise<void> {
  const home = homeOf();
  const { member, requireUnused, end } = await asked(() => leavingOf(home, parseInstitutionCode.at('--code', written)));
  const progress = new Progress();
  await requireUnused();
  const graph = await asked(() => graphWithout(member));
  const circuit = RunningCircuit.of(home);
  if (circuit !== undefined) {
    await shutOut(circuit, progress, member, graph, requireUnused);
    begin({ act: 'leaving', member });
    await progress.step('server', () => end(circuit));
  }
  const gone = await progress.step('code', async () => eraseCode(member, graph));
  if (gone.length > 0) progress.say(`Published no more: ${gone.join(', ')}`);
  progress.say(`${member.name} (${member.code}) takes part no more.`);
}

/** It comes back where it turns out to be in use. */
async function shutOut(
  circuit: RunningCircuit,
  progress: Progress,
  member: Leaving['member'],
  graph: PlannedGraph,
  requireUnused: () => Promise<void>,
): Promise<void> {
  await progress.step('graph', () => circuit.serve(graph));
  await progress.step('directory', () => circuit.dismiss(member));
  await progress.step('no documents', requireUnused).catch(async (error: unknown) => {
    await circuit.enter(member);
    await circuit.serve(committedGraph());
    throw error;
  });
}

function leavingOf(home: Home, code: InstitutionCode): Leaving {
  requireNoneUnfinished(code);
  const added = readNewcomers();
  const newcomer = added.find((each) => each.code === code);
  const begun = unfinished();
  // It was looked into before it began to leave, and its database may be going just now.
  const isLeaving = begun?.act === 'leaving' && begun.member.code === code;
  if (newcomer !== undefined)
    return {
      member: newcomer,
      requireUnused: async () => (isLeaving ? undefined : requireNoDocuments(home, newcomer)),
      end: (circuit) =>
        circuit.settle(
          added.filter((each) => each !== newcomer),
          newcomer,
        ),
    };
  const connected = connectedTo(home);
  const own = connected.find(({ institution }) => institution.code === code);
  if (own !== undefined)
    return {
      member: { ...own.institution, server: own.name },
      requireUnused: () => requireNoneKnown(home, code),
      end: () => disconnect(home, own),
    };
  // It had not come so far that anybody could have sent it anything, or was looked into before.
  if (begun !== undefined) {
    const { member } = begun;
    return { member, requireUnused: async () => undefined, end: (circuit) => circuit.settle(added, member) };
  }
  const codes = [...added.map((each) => each.code), ...connected.map(({ institution }) => institution.code)];
  throw new Refusal('INSTITUTION_UNKNOWN', `None was added or connected as ${code}. There are: ${codes.join(', ') || 'none'}.`);
}
