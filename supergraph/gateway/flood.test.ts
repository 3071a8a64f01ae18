import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../tests/kit/asking.ts';
import { id, type StandInCircuit, startStandIns } from '../../tests/kit/standInCircuit.ts';
import { usualSettings } from './settings.ts';
import type { RunningGateway } from './startGateway.ts';

const places = { calls: 8, queue: 8 };
let circuit: StandInCircuit;
let gateway: RunningGateway;

beforeAll(async () => {
  // Nobody stands in for an institution that is asked too much.
  circuit = await startStandIns({ withCards: false });
  gateway = await circuit.startAs({ settings: { services: { ...usualSettings.services, ...places } } });
});
afterAll(async () => {
  await gateway.close();
  await circuit.close();
});

/** Each about a document of its own: the same question would be asked once. */
async function times(count: number, official: string) {
  const token = await circuit.token(official, 'JUS');
  const query = 'query ($id: ID!) { document(id: $id) { title } }';
  const ids = Array.from({ length: count }, (_, i) => id('JUS', 'LegalOpinion', i * 10 + 1));
  return ids.map((each) => ask(`${gateway.url}/graphql`, { query, variables: { id: each }, token }));
}

test('one who asks an institution without end costs the others no answer (§1.5)', async () => {
  const justice = circuit.services.get('justice');
  if (justice === undefined) throw new Error('The circuit has no justice.');
  justice.slowMs = 500;
  const flood = await times(60, 'c.clerk');
  await expect.poll(() => justice.asked.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(6);
  const others = await Promise.all(await times(3, 's.sign'));

  expect(others.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined]);
  const refused = (await Promise.all(flood)).filter(({ errors }) => errors !== undefined);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['INSTITUTION_UNAVAILABLE']));
});
