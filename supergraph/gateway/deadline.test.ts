import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask } from '../../tests/kit/asking.ts';
import { opinion, request, type StandInCircuit, startStandIns } from '../../tests/kit/standInCircuit.ts';
import type { RunningGateway } from './startGateway.ts';

const DEADLINE_MS = 1_000;
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
  slow('finance', 3_000);
  const { data, errors, took } = await timed(
    'c.clerk',
    `{ a: document(id: "${opinion}") { title } b: document(id: "${request}") { title } }`,
  );

  expect(took).toBeLessThan(DEADLINE_MS + 500);
  expect(data).toEqual({ a: { title: `Title of ${opinion}` }, b: null });
  expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'OPERATION_TOO_SLOW' } }]);
  expect(circuit.trail.records).toMatchObject([{ outcome: 'PARTLY', code: 'OPERATION_TOO_SLOW' }]);
});

test('fetches that follow each other have one time together', async () => {
  for (const name of ['catalogue', 'justice', 'finance', 'hosted']) slow(name, 700);
  const { took, code } = await timed('c.clerk', '{ documents { edges { node { title content { ... on LegalOpinion { opinion } } } } } }');

  expect(took).toBeLessThan(DEADLINE_MS + 500);
  expect(code).toBe('OPERATION_TOO_SLOW');
});

test('a mutation is never broken off: its sender is told that it may still happen, and its record is closed when it has', async () => {
  slow('justice', 2_000);
  const { data, errors, took } = await timed(
    's.sign',
    `mutation { signDocument(input: { documentId: "${opinion}" }) { document { title } } }`,
  );

  expect(took).toBeLessThan(DEADLINE_MS + 500);
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ message: expect.stringContaining('may still happen'), extensions: { code: 'OPERATION_TOO_SLOW' } }]);
  expect(circuit.trail.records).toMatchObject([{ outcome: 'OPEN' }]);
  await expect.poll(() => circuit.trail.records.map(({ outcome }) => outcome), { timeout: 5_000 }).toEqual(['OPEN', 'DONE']);
});
