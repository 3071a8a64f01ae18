import { afterAll, beforeAll } from 'vitest';
import { startTestCircuit, type TestCircuit } from './circuit.ts';

/** On which all tests of a file are told, whatever chapter they stand in, once its hooks have run. */
export let circuit: TestCircuit;

/** Starts a circuit for a file, and closes it after its last test. */
export function circuitOfFile(): void {
  beforeAll(async () => {
    circuit = await startTestCircuit();
  });
  afterAll(() => circuit?.close());
}
