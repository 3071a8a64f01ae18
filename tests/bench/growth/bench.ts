import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import type { Bench, Say } from '../bench.ts';
import { type Child, startChild } from '../childProcess.ts';
import { plotOf } from './plot.ts';
import type { Answered, Kept, Made } from './worldProcess.ts';

/** Worlds of so many institutions, and answers that touch so many of them. */
const WORLDS = [3, 30, 100, 200];
const TOUCHED = [1, 3, 10, 30];

/** So many different operations are compiled and kept. */
const DIFFERENT = 1_000;

const plotFile = new URL('../growth.svg', import.meta.url);

/** What answers cost that touch so many institutions. */
interface Touched extends Omit<Answered, 'answers'> {
  readonly touched: number;
  /** Calls for one answer. */
  readonly calls: number;
}

/** What a world of so many institutions costs. */
export interface World extends Made {
  readonly institutions: number;
  readonly answers: readonly Touched[];
  readonly kept: Kept;
  readonly rssMb: number;
}

/** Whether our engine stays as it is when there are more institutions. */
export const growthBench: Bench = {
  name: 'gateway-growth',
  about:
    'our engine over 3, 30, 100 and 200 institutions: composing, planning, first and later answers, memory; writes tests/bench/growth.svg',
  async run(say) {
    const stubs = await startChild<string>(new URL('./stubsProcess.ts', import.meta.url), { most: Math.max(...WORLDS) });
    try {
      const worlds: World[] = [];
      for (const institutions of WORLDS) worlds.push(await measure(institutions, stubs, say));
      writeFileSync(plotFile, plotOf(worlds));
      return { json: { rows: worlds, load: loadavg()[0] ?? 0 }, lines: linesOf(worlds) };
    } finally {
      await stubs.stop();
    }
  },
};

async function measure(institutions: number, stubs: Child<string>, say: Say): Promise<World> {
  say(`${institutions} institutions`);
  const child = await startChild<Made>(new URL('./worldProcess.ts', import.meta.url), { howMany: institutions, stubsUrl: stubs.ready });
  try {
    const answers: Touched[] = [];
    for (const touched of TOUCHED.filter((each) => each <= institutions)) {
      const { calls: before } = await stubs.usage();
      const answered = await child.ask<Answered>({ touched });
      const { calls: after } = await stubs.usage();
      answers.push({ touched, firstMs: answered.firstMs, laterUs: answered.laterUs, calls: (after - before) / answered.answers });
    }
    const { residentMb } = await child.usage();
    const kept = await child.ask<Kept>({ different: DIFFERENT });
    return { institutions, ...child.ready, answers, kept, rssMb: residentMb };
  } finally {
    await child.stop();
  }
}

const linesOf = (worlds: readonly World[]): readonly string[] => [
  'our engine over worlds of so many institutions, each with a server and a kind of its own; processor time',
  'institutions  compose ms  load ms  first plan ms  five deep ms  command ms  RSS MB',
  ...worlds.map((world) =>
    [
      cell(world.institutions, 12),
      cell(world.composeMs, 10),
      cell(world.loadMs, 7),
      cell(world.firstPlanMs, 13),
      cell(world.deepPlanMs, 12),
      cell(world.commandPlanMs, 10),
      cell(world.rssMb, 6),
    ].join('  '),
  ),
  '',
  'a list of two documents of each institution that it touches, with contents, consignments and audit entries',
  'institutions  touched  first ms  later, CPU us  calls  (first: by the clock, planned and all)',
  ...worlds.flatMap(({ institutions, answers }) =>
    answers.map((each) =>
      [cell(institutions, 12), cell(each.touched, 7), cell(each.firstMs, 8), cell(each.laterUs, 13), cell(each.calls, 5)].join('  '),
    ),
  ),
  '',
  `${DIFFERENT} different operations, kept: lists, documents five deep, commands`,
  'institutions  planned p50 ms  p99 ms  hold MB',
  ...worlds.map(({ institutions, kept }) =>
    [cell(institutions, 12), cell(kept.planP50Ms, 14), cell(kept.planP99Ms, 6), cell(kept.heldMb, 7)].join('  '),
  ),
];

const cell = (value: number, width: number): string =>
  String(value < 100 ? Number(value.toPrecision(3)) : Math.round(value)).padStart(width);
