import type { Say } from '../bench.ts';
import type { Child, Usage } from '../childProcess.ts';
import type { BenchFederation } from './circuit.ts';
import { titleOf } from './contenders.ts';
import type { Load, Loaded } from './loadProcess.ts';
import type { Running } from './running.ts';
import type { Scenario } from './scenarios.ts';

/** How long a look the bench takes. */
export interface Pace {
  readonly clients: number;
  readonly rounds: number;
  /** The first round is over after so many milliseconds, or so many requests: a process that nobody has asked much runs code that nobody has optimized. */
  readonly warmMs: number;
  readonly warmRequests: number;
  readonly turnMs: number;
}

/** One gateway in one round of a scenario. */
interface Turn {
  readonly perCpuSecond: number;
  readonly latenciesMs: readonly number[];
  readonly residentMb: number;
  /** Calls to the stubs for one request. */
  readonly calls: number;
  /** Requests that were answered otherwise than they had to be; their processor time counts. */
  readonly failed: number;
}

/** The turns of each gateway in one scenario. */
export type Turns = ReadonlyMap<Running, readonly Turn[]>;

/** More requests than that tell nothing new. */
const MOST = 30_000;

/** All gateways in turns, round by round. The first round only warms up. */
export async function takeTurns(
  scenario: Scenario,
  running: readonly Running[],
  federation: BenchFederation,
  load: Child<unknown>,
  pace: Pace,
  say: Say,
): Promise<Turns> {
  const turns = new Map<Running, Turn[]>(running.map((each) => [each, []]));
  for (let round = 0; round <= pace.rounds; round++) {
    // Who comes first changes, so that nobody always has what the one before has left.
    for (const at of running.keys()) {
      const each = running[(at + round) % running.length];
      const answer = each?.answers.get(scenario.name);
      if (each === undefined || answer === undefined) continue;
      const { clients, turnMs, warmMs, warmRequests } = pace;
      const span = round === 0 ? { forMs: warmMs, most: warmRequests } : { forMs: turnMs, most: MOST };
      const turn = await takeTurn(scenario.body, answer, each, federation, load, { clients, ...span });
      if (round > 0) turns.get(each)?.push(turn);
    }
    const told = [...turns].flatMap(([{ contender }, all]) =>
      all.length === 0 ? [] : `${titleOf(contender)} ${Math.round(all.at(-1)?.perCpuSecond ?? 0)}`,
    );
    say(
      round === 0
        ? `${scenario.name}: warmed up`
        : `${scenario.name}, round ${round} of ${pace.rounds}, requests per CPU second: ${told.join(', ')}`,
    );
  }
  return turns;
}

async function takeTurn(
  body: string,
  answer: string,
  { contender, child }: Running,
  { stubs, authorization }: BenchFederation,
  load: Child<unknown>,
  span: Pick<Load, 'clients' | 'forMs' | 'most'>,
): Promise<Turn> {
  const asks: Load = {
    url: child.ready,
    body,
    answer,
    authorization: contender.name === 'chancery-full' ? await authorization() : null,
    ...span,
  };
  const before = { gateway: await child.usage(), stubs: await stubs.usage() };
  const { latenciesMs, failed } = await load.ask<Loaded>(asks);
  const after = { gateway: await child.usage(), stubs: await stubs.usage() };
  const requests = latenciesMs.length;
  return {
    perCpuSecond: requests / secondsBetween(before.gateway, after.gateway),
    latenciesMs,
    residentMb: Math.max(before.gateway.residentMb, after.gateway.residentMb),
    calls: (after.stubs.calls - before.stubs.calls) / (requests + failed),
    failed,
  };
}

const secondsBetween = (before: Usage, after: Usage): number => (after.processorUs - before.processorUs) / 1_000_000;
