import { afterAll, describe } from 'vitest';
import { closeLent } from '../kit/lentCircuit.ts';

/** Institutions come to a circuit that runs, and go: those with a system of their own, and those whose server it starts. */
describe('with a system of its own', async () => void (await import('./stories/connectedSystem.ts')));
describe('with a server of the circuit', async () => void (await import('./stories/newcomer.ts')));

afterAll(closeLent, 60_000);
