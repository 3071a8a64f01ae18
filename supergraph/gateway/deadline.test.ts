import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask } from '../../tests/kit/asking.ts';
import { opinion, request, type StandInCircuit, startStandIns } from '../../tests/kit/standInCircuit.ts';
import type { RunningGateway } from './startGateway.ts';

const DEADLINE_MS = 3_000;
/** Far longer than the deadline, and than a busy machine is late. */
const FOREVER_MS = 60_000;
/** Less than the gateway waits for one fetch without a deadline. */
const SOON_MS = 8_000;
let circuit: StandInCircuit;
let gateway: RunningGateway;

beforeAll(async () => {
  circuit = await startStandIns();
  gateway = await circuit.startAs({ settings: { deadlineMs: DEADLINE_MS } });
});
afterAll(async () => {
  await gateway.close();
  await circuit.close();
});
beforeEach(() => {
  circuit.trail.records.length = 0;
  for (const service of circuit.services.values()) service.slowMs = 0;
});

/** One operation, and how long it took. */
async function timed(official: string, query: string) {
  const token = await circuit.token(official, 'JUS');
  const begun = performance.now();
  const heard = await ask(`${gateway.url}/graphql`, { query, token });
  return { ...heard, took: performance.now() - begun };
}

function slow(name: string, ms: number): void {
  const service = circuit.services.get(name);
  if (service !== undefined) service.slowMs = ms;
}

test('a query ends in time with what has come, and says what has not', async () => {
  slow('finance', FOREVER_MS);
  const { data, errors, took } = await timed(
    'c.clerk',
    `{ a: document(id: "${opinion}") { title } b: document(id: "${request}") { title } }`,
  );

  expect(took).toBeLessThan(SOON_MS);
  expect(data).toEqual({ a: { title: `Title of ${opinion}` }, b: null });
  expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'OPERATION_TOO_SLOW' } }]);
  expect(circuit.trail.records).toMatchObject([{ outcome: 'PARTLY', code: 'OPERATION_TOO_SLOW' }]);
});

test('fetches that follow each other have one time together', async () => {
  slow('catalogue', DEADLINE_MS / 2);
  for (const name of ['justice', 'finance', 'hosted']) slow(name, FOREVER_MS);
  const { took, code } = await timed('c.clerk', '{ documents { edges { node { title content { ... on LegalOpinion { opinion } } } } } }');

  expect(took).toBeLessThan(SOON_MS);
  expect(code).toBe('OPERATION_TOO_SLOW');
});

test('a mutation is never broken off: its sender is told that it may still happen, and its record is closed when it has', async () => {
  slow('justice', 7_000);
  const { data, errors, took } = await timed(
    's.sign',
    `mutation { signDocument(input: { documentId: "${opinion}" }) { document { title } } }`,
  );

  expect(took).toBeLessThan(SOON_MS);
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ message: expect.stringContaining('may still happen'), extensions: { code: 'OPERATION_TOO_SLOW' } }]);
  expect(circuit.trail.records).toMatchObject([{ outcome: 'OPEN' }]);
  await expect.poll(() => circuit.trail.records.map(({ outcome }) => outcome), { timeout: 20_000 }).toEqual(['OPEN', 'DONE']);
});
