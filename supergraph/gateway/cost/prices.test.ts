import { readSupergraph } from '@chancery/schema';
import { buildSchema, getOperationAST, isObjectType, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { planned } from '../supergraphExecutor.ts';
import { Tariff } from './tariff.ts';
import { readWeights } from './weights.ts';

// What the members say in their SDL, as it is composed.
const sdl = planned(readSupergraph());
const schema = buildSchema(sdl, { assumeValidSDL: true });
const tariff = new Tariff(schema, sdl);

function cost(query: string): number {
  const document = parse(query);
  const definition = getOperationAST(document);
  if (definition == null) throw new Error('no operation');
  return tariff.costOf(document, definition, {});
}

/**
 * A unit is 30 to 70 µs of work, whoever does it. Measured over 100,000 rows (2 cores, PostgreSQL 18): statistics 122 to 218 ms, counting the
 * cards that somebody may know of 38 to 55 ms, counting audit entries 10 to 35 ms of a trail that is many times as long.
 */
describe('what is counted over everything costs as much as counting takes', () => {
  test.each([
    ['statistics', '{ exchangeStatistics(groupBy: [YEAR]) { count } }', 6_000],
    [
      'statistics by all that there is',
      '{ exchangeStatistics(groupBy: [SENDER, RECIPIENT, STATE, DECISION, YEAR]) { keys count } }',
      6_000,
    ],
    ['how many documents there are', '{ documents(first: 0) { totalCount } }', 20 + 1_000],
    ['how many entries there are', '{ auditEntries(first: 0) { totalCount } }', 20 + 1_000],
    ['how many documents came in', '{ inbox(institution: "JUS", first: 0) { totalCount } }', 10 + 200],
  ])('%s', (_what, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  test('and every list that is counted says what counting it costs', () => {
    const { costs } = readWeights(sdl);
    const counted = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && 'totalCount' in type.getFields());

    expect(counted.length).toBeGreaterThan(4);
    expect(counted.map(({ name }) => name).filter((name) => !costs.has(`${name}.totalCount`))).toEqual([]);
  });
});
