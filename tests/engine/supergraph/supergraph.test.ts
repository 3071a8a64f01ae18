import { parse, print, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RandomOperations } from '../../fuzz/randomOperations.ts';
import { runs } from '../../kit/long.ts';
import { seededByEnvironment } from '../../kit/seeded.ts';
import { knownDifferencesOfApollo } from '../sides/knownDifferences.ts';
import { differences, finerDifferences, type Outcome, outcomeOf } from '../sides/outcome.ts';
import { circuitSides } from './circuitSides.ts';
import { ids } from './stubTruth.ts';

const many = runs({ short: 600, whole: 5_000 });

let sides: Awaited<ReturnType<typeof circuitSides>>;
beforeAll(async () => {
  sides = await circuitSides();
});
afterAll(() => sides?.apollo.side.close());

test(
  `${many} random operations over the circuit's own graph, documents of several institutions in each answer`,
  async () => {
    const { whole, engine, apollo } = sides;
    const operations = new RandomOperations(whole.side.schema, seededByEnvironment('operations'), ids);
    const excused = new Map<string, number>();
    for (let asked = 0; asked < many; ) {
      const { query: source, variables } = operations.next();
      if (!isValid(source)) continue;
      const question = { source, operationName: null, variables };
      const ofEngine = await outcomeOf(whole, engine, question).catch(asBadVariables);
      if (ofEngine === null) continue;
      asked++;
      expect([...differences(ofEngine), ...finerDifferences(ofEngine)], story(ofEngine, variables)).toEqual([]);

      const ofApollo = await outcomeOf(whole, apollo, question);
      if (differences(ofApollo).length === 0) continue;
      const known = knownDifferencesOfApollo.find(({ explains }) => explains(ofApollo));
      expect(known, story(ofApollo, variables)).toBeDefined();
      excused.set(known?.name ?? '', (excused.get(known?.name ?? '') ?? 0) + 1);
    }
    console.log(excused);
  },
  runs({ short: 120_000, whole: 3_600_000 }),
);

function isValid(source: string): boolean {
  try {
    return validate(sides.whole.side.schema, parse(source)).length === 0;
  } catch {
    return false;
  }
}

function asBadVariables(error: unknown): null {
  if (error instanceof AggregateError) return null;
  throw error;
}

function story({ document, whole, other }: Outcome, variables: object): string {
  const said = (heard: Outcome['other']) => (heard instanceof Error ? String(heard.stack) : JSON.stringify(heard));
  return [print(document), `variables ${JSON.stringify(variables)}`, `whole ${said(whole)}`, `other ${said(other)}`].join('\n\n');
}
