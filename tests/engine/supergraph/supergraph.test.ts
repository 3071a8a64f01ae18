import { GraphQLError, parse, print, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RandomOperations } from '../../fuzz/randomOperations.ts';
import { runs } from '../../kit/long.ts';
import { seededByEnvironment } from '../../kit/seeded.ts';
import { knownDifferencesOfApollo } from '../sides/knownDifferences.ts';
import { differences, finerDifferences, type Outcome, outcomeOf } from '../sides/outcome.ts';
import { type Question, read } from '../sides/side.ts';
import { type CircuitSides, circuitSides } from './circuitSides.ts';
import { serviceSchemas } from './stubServices.ts';
import { ids } from './stubTruth.ts';

const many = runs({ short: 100, whole: 3_000 });

const away = new Set<string>();
let sides: CircuitSides;
beforeAll(async () => {
  sides = await circuitSides(away);
});
afterAll(() => sides?.apollo.side.close());

test(
  `${many} random operations over the circuit's own graph, documents of several institutions in each answer`,
  async () => {
    const { whole, engine, splicing, apollo } = sides;
    for (const question of questions('operations')) {
      for (const way of [engine, splicing]) {
        const outcome = await outcomeOf(whole, way, question);
        expect([...differences(outcome), ...finerDifferences(outcome)], story(outcome, question)).toEqual([]);
      }

      const ofApollo = await outcomeOf(whole, apollo, question);
      if (differences(ofApollo).length > 0) expect(reasonOf(ofApollo), story(ofApollo, question)).not.toBeNull();
    }
  },
  runs({ short: 120_000, whole: 3_600_000 }),
);

test(
  `${many} random operations while some services are away: the rest of the answer stands`,
  async () => {
    const chance = seededByEnvironment('services that are away');
    for (const question of questions('operations meanwhile')) {
      away.clear();
      for (const name of chance.some(chance.between(1, 3), Object.keys(serviceSchemas()))) away.add(name);
      const outcome = await outcomeOf(sides.engine, sides.apollo, question);

      if (differences(outcome).includes('data')) expect(reasonOf(outcome), story(outcome, question)).not.toBeNull();
      const ofSplicing = await outcomeOf(sides.engine, sides.splicing, question);
      expect([...differences(ofSplicing), ...finerDifferences(ofSplicing)], story(ofSplicing, question)).toEqual([]);
    }
    away.clear();
  },
  runs({ short: 120_000, whole: 3_600_000 }),
);

test('documents of an institution that is looked up first, beside those of others in one list', async () => {
  for (let first = 1; first <= 40; first++) {
    const source = `{ documents(first: ${first}) { edges { node { id title consignments { id incomingNumber } } } } }`;
    for (const way of [sides.engine, sides.splicing]) {
      const outcome = await outcomeOf(sides.whole, way, { source, operationName: null, variables: {} });
      expect(differences(outcome), story(outcome, { source, operationName: null, variables: {} })).toEqual([]);
    }
  }
});

/** Valid ones, with variables that fit. */
function* questions(purpose: string): Generator<Question> {
  const { schema } = sides.whole.side;
  const operations = new RandomOperations(schema, seededByEnvironment(purpose), ids);
  for (let asked = 0; asked < many; ) {
    const { query: source, variables } = operations.next();
    const question = { source, operationName: null, variables };
    if (!isValid(question)) continue;
    asked++;
    yield question;
  }
}

function isValid(question: Question): boolean {
  const { schema } = sides.whole.side;
  try {
    if (validate(schema, parse(question.source)).length > 0) return false;
    read(schema, question);
    return true;
  } catch (error) {
    if (error instanceof AggregateError || error instanceof GraphQLError) return false;
    throw error;
  }
}

const reasonOf = (outcome: Outcome): string | null => knownDifferencesOfApollo.find(({ explains }) => explains(outcome))?.reason ?? null;

function story({ document, whole, other }: Outcome, { variables }: Question): string {
  const said = (heard: Outcome['other']) => (heard instanceof Error ? String(heard.stack) : JSON.stringify(heard));
  return [print(document), `variables ${JSON.stringify(variables)}`, `one ${said(whole)}`, `other ${said(other)}`].join('\n\n');
}
