import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { request } from 'undici';
import type { Say } from '../bench.ts';
import { type Child, startChild } from '../childProcess.ts';
import type { BenchFederation } from './circuit.ts';
import { type Contender, titleOf } from './contenders.ts';
import { firstDifference } from './firstDifference.ts';
import type { FloorOrder, Steps } from './orders.ts';
import type { Scenario } from './scenarios.ts';

const RECORDS = 3;

/** A contender that runs. */
export interface Running {
  readonly contender: Contender;
  readonly child: Child<string>;
  /** Its own text of each answer, in scenarios that it answers as the others do. */
  readonly answers: ReadonlyMap<Scenario['name'], string>;
}

/** What runs, and what was not to be had of whom. */
export interface Line {
  readonly running: readonly Running[];
  readonly notes: readonly string[];
}

/**
 * Starts the contenders, one after the other, and asks each everything once. What the first of them answers is what all have to answer,
 * down to the last field; who answers something else is not measured in that scenario, and the notes say so.
 */
export async function lineUp(
  contenders: readonly Contender[],
  scenarios: readonly Scenario[],
  federation: BenchFederation,
  say: Say,
): Promise<Line> {
  const running: Running[] = [];
  const notes: string[] = [];
  const expected = new Map<Scenario['name'], string>();
  const recorded: FloorOrder['operations'][number][] = [];
  for (const contender of contenders) {
    say(`starting ${titleOf(contender)}`);
    const child = await started(contender, federation, recorded).catch((error: unknown) => {
      notes.push(`${titleOf(contender)} does not start: ${saidBy(error)}`);
      return null;
    });
    if (child === null) continue;
    const answers = new Map<Scenario['name'], string>();
    for (const scenario of scenarios) {
      const answer = await askOnce(child.ready, scenario.body, await federation.authorization());
      const right = expected.get(scenario.name) ?? answer;
      if (isWhole(answer)) expected.set(scenario.name, right);
      if (isWhole(answer) && firstDifference(answer, right) === null) answers.set(scenario.name, answer);
      else notes.push(`${titleOf(contender)} answers ${scenario.name} otherwise: ${firstDifference(answer, right)}`);
      if (contender.name === 'chancery' && !contender.sharing) recorded.push(await recordedOf(child, scenario, federation));
    }
    running.push({ contender, child, answers });
  }
  return { running, notes };
}

/** Started twice: the first time compiles its code, so that it runs as a circuit's services do, without the TypeScript compiler in its memory. */
async function started(...asked: Parameters<typeof startedOnce>): Promise<Child<string>> {
  const first = await startedOnce(...asked);
  await first.stop();
  return startedOnce(...asked);
}

function startedOnce(
  contender: Contender,
  { order, stubs }: BenchFederation,
  operations: FloorOrder['operations'],
): Promise<Child<string>> {
  const { name, process: file, sharing, flags = [] } = contender;
  const floor: FloorOrder = { url: stubs.ready.url, operations };
  const environment = { ...asInCircuit, OTEL_EXPORTER_OTLP_ENDPOINT: name === 'chancery-full' ? stubs.ready.url : '' };
  return startChild<string>(file, name === 'floor' ? floor : { ...order, ...contender.order, sharing }, { environment, flags });
}

/** See circuit/supervisor/environment.ts. */
const asInCircuit = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? resolve(tmpdir(), 'chancery-bench'), MALLOC_ARENA_MAX: '2' };

/**
 * The calls that our engine makes for a scenario, which the floor makes too. What comes in one tick goes in one call, and a busy machine may
 * part it: the least of a few records counts.
 */
async function recordedOf({ ready }: Child<string>, { body }: Scenario, { stubs, authorization }: BenchFederation) {
  const records: { readonly body: string; readonly answer: string; readonly steps: Steps }[] = [];
  for (let record = 0; record < RECORDS; record++) {
    await stubs.ask({ record: true });
    const answer = await askOnce(ready, body, await authorization());
    records.push({ body, answer, steps: await stubs.ask<Steps>({ record: false }) });
  }
  const [least] = records.toSorted((a, b) => a.steps.flat().length - b.steps.flat().length || a.steps.length - b.steps.length);
  if (least === undefined) throw new Error('Nothing was recorded.');
  return least;
}

/** Asks a gateway something once. */
async function askOnce(url: string, body: string, authorization: string): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
  const answer = await request(url, { method: 'POST', headers, body, headersTimeout: 60_000, bodyTimeout: 60_000 });
  return answer.body.text();
}

const isWhole = (answer: string): boolean => answer.startsWith('{') && !('errors' in JSON.parse(answer)) && 'data' in JSON.parse(answer);

const saidBy = (error: unknown): string => (error instanceof Error ? error.message : String(error));
