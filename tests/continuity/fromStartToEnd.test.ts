import { afterAll, describe } from 'vitest';
import { closeLent } from '../kit/lentCircuit.ts';

/** A circuit is started, its services are killed, it ends, is started again, and anew, with a trace store: each story goes on where the one before has ended. */
describe('starts', async () => void (await import('./stories/starts.ts')));
describe('deliveries', async () => void (await import('./stories/deliverySurvives.ts')));
describe('supervision', async () => void (await import('./stories/supervisor.ts')));
describe('traces', async () => void (await import('./stories/traces.ts')));

afterAll(closeLent, 60_000);
