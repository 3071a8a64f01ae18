import fc from 'fast-check';
import { parse, print, validate } from 'graphql';
import { expect, test } from 'vitest';
import { runs } from '../../kit/long.ts';
import { randomOperation } from '../../kit/random/operation.ts';
import { Tape, tapes } from '../../kit/random/tape.ts';
import { seededByEnvironment } from '../../kit/seeded.ts';
import { knownDifferencesOfApollo } from '../sides/knownDifferences.ts';
import { differences, finerDifferences, type Outcome, outcomeOf } from '../sides/outcome.ts';
import type { Question } from '../sides/side.ts';
import { type RandomFederation, randomFederation, type Sides } from './randomFederation.ts';
import { seeds } from './seeds.ts';

/** In the long run some 4,900 operations; with those over the circuit's own graph the difference is looked for in more than 10,000 cases. */
const many = runs({ short: 75, whole: 2_500 });
const perFederation = 3;

const randomCases = fc.record({
  federation: tapes(300),
  operations: fc.array(tapes(300), { minLength: 1, maxLength: perFederation }),
});

test(
  `${many} random federations, ${perFederation} operations on each at most`,
  async () => {
    const { seed } = seededByEnvironment('random federations');
    const count = { composed: 0, not: 0, asked: 0, spliced: 0, failed: 0, excused: new Map<string, number>() };
    await fc.assert(
      fc.asyncProperty(randomCases, (random) => answersAlike(random, count)),
      { numRuns: many, examples: seeds.map((seed) => [seed]), seed },
    );
    console.log(
      `composed ${count.composed}, not ${count.not}, asked ${count.asked}, spliced ${count.spliced}, with errors ${count.failed}`,
      count.excused,
    );

    expect(count.composed).toBeGreaterThan(4 * count.not);
    expect(count.spliced).toBeGreaterThan(count.asked / 10);
  },
  runs({ short: 60_000, whole: 3_600_000 }),
);

type Random = typeof randomCases extends fc.Arbitrary<infer Value> ? Value : never;
type Count = { composed: number; not: number; asked: number; spliced: number; failed: number; readonly excused: Map<string, number> };

async function answersAlike({ federation: choices, operations }: Random, count: Count): Promise<void> {
  const federation = await randomFederation(choices);
  if (federation.sides === null) return void count.not++;
  count.composed++;
  try {
    for (const operation of operations) await answers(federation, federation.sides, operation, count);
  } finally {
    count.spliced += federation.sides.splicing.side.spliced();
    await federation.sides.apollo.side.close();
  }
}

async function answers(
  federation: RandomFederation,
  { whole, apollo, engine, splicing }: Sides,
  choices: readonly number[],
  count: Count,
): Promise<void> {
  const question = randomOperation(whole.side.schema, new Tape(choices), '{ __typename }');
  if (validate(whole.side.schema, parse(question.source)).length > 0) return;
  count.asked++;
  for (const way of [engine, splicing]) {
    const outcome = await outcomeOf(whole, way, question);
    if (way === engine && outcome.whole.told.errors.length > 0) count.failed++;
    expect([...differences(outcome), ...finerDifferences(outcome)], story(federation, question, outcome)).toEqual([]);
  }

  const ofApollo = await outcomeOf(whole, apollo, question);
  if (differences(ofApollo).length === 0) return;
  const known = knownDifferencesOfApollo.find(({ explains }) => explains(ofApollo));
  expect(known, story(federation, question, ofApollo)).toBeDefined();
  count.excused.set(known?.name ?? '', (count.excused.get(known?.name ?? '') ?? 0) + 1);
}

/** Everything that one needs to see a failure again, as text. */
function story({ sdls }: RandomFederation, { source, variables }: Question, outcome: Outcome): string {
  const subgraphs = Object.entries(sdls).map(([name, sdl]) => `# ${name}\n${sdl}`);
  const said = (heard: Outcome['other']) => (heard instanceof Error ? String(heard.stack) : JSON.stringify(heard));
  return [
    `differs: ${[...differences(outcome), ...finerDifferences(outcome)].join(', ')}`,
    ...subgraphs,
    print(parse(source)),
    `variables ${JSON.stringify(variables)}`,
    `whole ${said(outcome.whole)}`,
    `other ${said(outcome.other)}`,
  ].join('\n\n');
}
